import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { callApi } from "./fixtures/api";
import { demoSettings, freePort, type Settings, spawnApp } from "./fixtures/app";
import { signIn } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

/** What each change to a whole set of settings makes the start say, one line for each fault. */
const REFUSALS: Record<string, { change: Settings; lines: string[] }> = {
  "no secret": { change: { NEXTAUTH_SECRET: "" }, lines: ["NEXTAUTH_SECRET is missing."] },
  "a weak secret": {
    change: { NEXTAUTH_SECRET: "changeme" },
    lines: ["NEXTAUTH_SECRET is weak: give at least 32 random characters, such as `openssl rand -base64 33`."],
  },
  "no Console client": {
    change: { CAMUNDA_CONSOLE_CLIENT_ID: "", CAMUNDA_CONSOLE_CLIENT_SECRET: "" },
    lines: ["CAMUNDA_CONSOLE_CLIENT_ID is missing.", "CAMUNDA_CONSOLE_CLIENT_SECRET is missing."],
  },
  "a secret file that is not there": {
    change: { NEXTAUTH_SECRET: "", NEXTAUTH_SECRET_FILE: "/nowhere/secret" },
    lines: ["NEXTAUTH_SECRET_FILE: the file can't be read.", "NEXTAUTH_SECRET is missing."],
  },
  "plain http elsewhere": {
    change: { CAMUNDA_CONSOLE_BASE_URL: "http://camunda.example" },
    lines: ["CAMUNDA_CONSOLE_BASE_URL must be https (http is accepted for loopback hosts only)."],
  },
  "an unknown kind of database": {
    change: { DATABASE_URL: "mysql://localhost/latchkey" },
    lines: ["DATABASE_URL must start with file: or postgresql://."],
  },
  "a port that is none": { change: { PORT: "abc" }, lines: ["PORT must be a whole number from 1 to 65535."] },
  "no way to sign in": {
    change: { LATCHKEY_DEMO: "" },
    lines: ["OIDC_ISSUER is missing.", "OIDC_CLIENT_ID is missing.", "OIDC_CLIENT_SECRET is missing."],
  },
};

for (const [what, { change, lines }] of Object.entries(REFUSALS)) {
  test(`with ${what} it does not start, and says why in one line for each fault`, async ({ simulator }) => {
    const folder = mkdtempSync(join(tmpdir(), "latchkey-e2e-"));
    const child = spawnApp({ ...demoSettings(simulator, await freePort(), folder), ...change });
    let said = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    const [code] = await once(child, "close");
    rmSync(folder, { recursive: true, force: true });
    expect(code).toBe(1);
    expect(said.trimEnd().split("\n")).toEqual(lines.map((line) => `Latchkey can't start: ${line}`));
  });
}

test("on a port that is taken it does not start, and says so", async ({ simulator }) => {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const address = taken.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  const folder = mkdtempSync(join(tmpdir(), "latchkey-e2e-"));
  const child = spawnApp(demoSettings(simulator, port, folder));
  let said = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const [code] = await once(child, "close");
  taken.close();
  rmSync(folder, { recursive: true, force: true });
  expect([code, said]).toEqual([1, `Latchkey can't start: port ${port} is taken; set PORT to a free one.\n`]);
});

test("an address that the caller makes up is not believed, unless a proxy of ours vouches for it", async ({
  browser,
  launch,
}) => {
  const headers = { "x-forwarded-for": "6.6.6.6, 9.9.9.9", "x-latchkey-address": "6.6.6.6", "x-real-ip": "6.6.6.6" };
  for (const [proxies, address] of [
    ["0", "127.0.0.1"],
    ["1", "9.9.9.9"],
  ] as const) {
    const app = await launch({ LATCHKEY_TRUSTED_PROXIES: proxies });
    // Cookies know no ports: each app gets a browser of its own.
    const context = await browser.newContext({ extraHTTPHeaders: headers });
    const page = await context.newPage();
    await signIn(page, "auditor", `${app.url}/clusters`);
    await callApi(page, "DELETE", `${app.url}/api/clusters/${crypto.randomUUID()}/clients/x`, { headers });
    const answer = await callApi(page, "GET", `${app.url}/api/audit-events`);
    const { events }: { events: { action: string; address: string }[] } = await answer.json();
    expect(events.map(({ action }) => action)).toEqual(["access.refuse", "session.sign-in"]);
    expect(events.map((event) => event.address)).toEqual([address, address]);
    await context.close();
  }
});
