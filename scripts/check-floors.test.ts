import { describe, expect, it } from "vitest";
import { findFloorFaults } from "./check-floors.mjs";

const ROOMS = {
  "lib/contract": "zod",
  "lib/server/{platform,clients}": "node: lib/contract",
  "lib/server/platform/database": "@prisma lib/server/platform",
  app: "next lib/server/clients",
  scripts: "*",
};

/** One file for each room, so that every row has one; `changes` replace and add files. */
function faultsOf(changes: Record<string, string>): string[] {
  const tree = {
    "lib/contract/clients.ts": 'import { z } from "zod";\n',
    "lib/server/platform/log.ts": 'import { once } from "node:events";\nimport { a } from "@/lib/contract/clients";\n',
    "lib/server/platform/database/db.ts": 'import type { A } from "@prisma/client";\nimport { b } from "../log";\n',
    "lib/server/clients/list-clients.ts": 'import { a } from "@/lib/contract/clients";\n',
    "app/page.tsx": 'import Link from "next/link";\nimport { c } from "@/lib/server/clients/list-clients";\n',
    "scripts/check.mjs": 'import "../app/page";\n',
    ...changes,
  };
  return findFloorFaults(new Map(Object.entries(tree)), ROOMS);
}

it("passes a tree that keeps to its table", () => {
  expect(faultsOf({})).toEqual([]);
});

describe("floors", () => {
  const UPWARD = ["lib/contract/clients.ts imports lib/server/platform/log.ts, which lib/contract may not"];

  it.each([
    'import { log } from "@/lib/server/platform/log";\n',
    'import type { Log } from "../server/platform/log";\n',
    'import {\n  first,\n  second,\n} from "@/lib/server/platform/log";\n',
    'import "@/lib/server/platform/log";\n',
    'export { log } from "@/lib/server/platform/log";\n',
    'export * from "@/lib/server/platform/log";\n',
    'const { log } = await import("@/lib/server/platform/log");\n',
    'const load = () => import("../server/platform/log");\n',
    'type Log = import("@/lib/server/platform/log").Log;\n',
  ])("refuse an upward import: %j", (text) => {
    // Without its own import of the contract, the log closes no circle.
    expect(faultsOf({ "lib/contract/clients.ts": text, "lib/server/platform/log.ts": "" })).toEqual(UPWARD);
  });

  it("refuse a package that the room does not list", () => {
    expect(faultsOf({ "lib/contract/roles.ts": 'import { join } from "node:path";\n' })).toEqual([
      "lib/contract/roles.ts imports node:path, which lib/contract may not",
    ]);
    expect(faultsOf({ "app/layout.tsx": 'import { getToken } from "next-auth/jwt";\n' })).toEqual([
      "app/layout.tsx imports next-auth/jwt, which app may not",
    ]);
  });

  it("refuse in the outer room what only the inner room may import", () => {
    expect(faultsOf({ "lib/server/platform/env.ts": 'import { PrismaClient } from "@prisma/client";\n' })).toEqual([
      "lib/server/platform/env.ts imports @prisma/client, which lib/server/platform may not",
    ]);
  });

  it("refuse a file in no room, and a room without a file", () => {
    const tree = new Map([["lib/mail/send.ts", ""]]);
    expect(findFloorFaults(tree, { "lib/contract": "" })).toEqual([
      "lib/contract is in the table, but has no file",
      "lib/mail/send.ts is in no room of the table",
    ]);
  });
});

describe("test code", () => {
  const TEXT = 'import { expect } from "vitest";\nimport { page } from "@/app/page";\n';

  it.each(["lib/contract/testing/sample.ts", "lib/contract/clients.test.ts", "e2e/main-flow.spec.ts"])(
    "may import everything: %s",
    (path) => {
      expect(faultsOf({ [path]: TEXT, "lib/testing/b.ts": `import "@/${path}";\n` })).toEqual([]);
    },
  );

  it.each(["lib/contract/testing/sample.ts", "lib/contract/clients.test.ts"])("is for tests only: %s", (path) => {
    const importer = `import { sample } from "@/${path.replace(".ts", "")}";\n`;
    expect(faultsOf({ [path]: "", "lib/contract/roles.ts": importer, "scripts/check.ts": importer })).toEqual([
      `lib/contract/roles.ts imports ${path}, which is for tests only`,
      `scripts/check.ts imports ${path}, which is for tests only`,
    ]);
  });
});

describe("circles", () => {
  it.each([
    ["of imports", 'import { b } from "./b";\n', 'import { a } from "./a";\n'],
    ["of type-only imports", 'import type { B } from "./b";\n', 'import type { A } from "./a";\n'],
    ["with a dynamic import", 'const b = () => import("./b");\n', 'import { a } from "@/lib/contract/a";\n'],
    ["with a re-export", 'export * from "./b";\n', 'import { a } from "./a";\n'],
  ])("are refused: %s", (_, a, b) => {
    expect(faultsOf({ "lib/contract/a.ts": a, "lib/contract/b.ts": b })).toEqual([
      "circle: lib/contract/a.ts -> lib/contract/b.ts -> lib/contract/a.ts",
    ]);
  });

  it("are refused over several files, and named without the way that leads to them", () => {
    const tree = {
      "lib/contract/a.ts": 'import "./b";\n',
      "lib/contract/b.ts": 'import "./c";\n',
      "lib/contract/c.ts": 'import "./d";\n',
      "lib/contract/d.ts": 'import "./b";\n',
    };
    expect(faultsOf(tree)).toEqual([
      "circle: lib/contract/b.ts -> lib/contract/c.ts -> lib/contract/d.ts -> lib/contract/b.ts",
    ]);
  });

  it("are not two ways to one file", () => {
    const tree = {
      "lib/contract/a.ts": 'import "./b";\nimport "./c";\n',
      "lib/contract/b.ts": 'import "./c";\n',
      "lib/contract/c.ts": "",
    };
    expect(faultsOf(tree)).toEqual([]);
  });
});
