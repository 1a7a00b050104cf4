import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Simulator } from "../simulator/server";
import { callApi } from "./fixtures/api";
import { demoSettings, freePort, type Settings, spawnApp } from "./fixtures/app";
import { expect, test } from "./fixtures/test";

/** Starts an app that must refuse to start. Returns the lines it printed to standard error. */
async function refusedStart(simulator: Simulator, port: number, change: Settings = {}): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-e2e-"));
  const child = spawnApp({ ...demoSettings(simulator, port, folder), ...change });
  let printed = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    printed += text;
  });
  const [code] = await once(child, "close");
  rmSync(folder, { recursive: true, force: true });
  expect(code).toBe(1);
  return printed.trimEnd().split("\n");
}

// Every faulty setting: lib/server/platform/env.test.ts. Every faulty database: migrate.test.ts.
const REFUSALS: Record<string, { change: Settings; lines: string[] }> = {
  "faulty settings": {
    change: { NEXTAUTH_SECRET: "changeme", CAMUNDA_CONSOLE_CLIENT_ID: "", CAMUNDA_CONSOLE_CLIENT_SECRET: "" },
    lines: [
      "CAMUNDA_CONSOLE_CLIENT_ID is missing.",
      "CAMUNDA_CONSOLE_CLIENT_SECRET is missing.",
      "NEXTAUTH_SECRET is weak: give at least 32 random characters, such as `openssl rand -base64 33`.",
    ],
  },
  "a port that is not a number": { change: { PORT: "abc" }, lines: ["PORT must be a whole number from 1 to 65535."] },
  "a database that is a folder": {
    change: { DATABASE_URL: `file:${tmpdir()}` },
    lines: [`The database ${tmpdir()} is a folder. DATABASE_URL must name a file.`],
  },
};

for (const [what, { change, lines }] of Object.entries(REFUSALS)) {
  test(`with ${what} it does not start, and says why in one line for each fault`, async ({ simulator }) => {
    const printed = await refusedStart(simulator, await freePort(), change);
    expect(printed.toSorted()).toEqual(lines.map((line) => `Latchkey can't start: ${line}`));
  });
}

test("on a port that is taken it does not start, and says so", async ({ simulator }) => {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const address = taken.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  expect(await refusedStart(simulator, port)).toEqual([
    `Latchkey can't start: port ${port} is taken; set PORT to a free one.`,
  ]);
  taken.close();
});

test("an address that the caller claims counts only if a trusted proxy reports it", async ({
  browser,
  app,
  launch,
  openAs,
}) => {
  const headers = { "x-forwarded-for": "6.6.6.6, 9.9.9.9", "x-latchkey-address": "6.6.6.6", "x-real-ip": "6.6.6.6" };
  const proxied = await launch({ LATCHKEY_TRUSTED_PROXIES: "1" });
  for (const [{ url }, address] of [
    [app, "127.0.0.1"],
    [proxied, "9.9.9.9"],
  ] as const) {
    // Cookies ignore ports: each app gets a browser of its own.
    const context = await browser.newContext({ extraHTTPHeaders: headers });
    const page = await context.newPage();
    await openAs(page, "auditor", `${url}/audit`);
    const clusterId = crypto.randomUUID();
    await callApi(page, "DELETE", `${url}/api/clusters/${clusterId}/clients/x`, { headers });
    const response = await callApi(page, "GET", `${url}/api/audit-events?cluster=${clusterId}`);
    expect(await response.json()).toMatchObject({ events: [{ action: "access.refuse", address }] });
    await context.close();
  }
});
