import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { shareChunks } from "./finish-build.mjs";

const folder = mkdtempSync(join(tmpdir(), "latchkey-chunks-"));
afterAll(() => rmSync(folder, { recursive: true }));

it("loads the same chunk of several routes once, and leaves all other files alone", () => {
  const chunk = (name: string, modules: string) => `module.exports=[${modules}];\n\n//# sourceMappingURL=${name}.map`;
  const files = {
    "a.js": chunk("a", "1,()=>1"),
    "b.js": chunk("b", "1,()=>1"),
    "other.js": chunk("other", "2,()=>2"),
    "runtime.js": "module.exports=()=>__filename",
    "runtime-2.js": "module.exports=()=>__filename",
    "ssr/c.js": chunk("c", "1,()=>1"),
  };
  mkdirSync(join(folder, "ssr"));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);

  shareChunks(folder);

  const load = createRequire(join(folder, "route.js"));
  const [a, b, c] = ["./a.js", "./b.js", "./ssr/c.js"].map((name) => load(name));
  expect(a[1]()).toBe(1);
  expect([b === a, c === a]).toEqual([true, true]);
  for (const name of ["other.js", "runtime.js", "runtime-2.js"] as const)
    expect(readFileSync(join(folder, name), "utf8")).toBe(files[name]);
});
