import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import type { SetupCheck } from "@/lib/contract/setup";
import type { SetupPart } from "@/lib/contract/setup-parts";
import { OWNER, SECOND_OWNER } from "@/lib/server/access/testing/principals";
import { forgetToken, LIST, TOKEN, withSimulator } from "@/lib/server/camunda/testing/simulator";
import { appendEvent } from "@/lib/server/history/append-event";
import { newKey } from "@/lib/server/history/testing/audit-settings";
import {
  type Behavior,
  type HostileProvider,
  signInThrough,
  startHostileProvider,
} from "@/lib/server/identity/testing/hostile-provider";
import { db, transaction } from "@/lib/server/platform/database/db";
import { describeOnBothDatabases, describeOnSqlite } from "@/lib/server/platform/testing/database";
import { restoreSettings, setSettings } from "@/lib/server/platform/testing/settings";
import { checkClock } from "@/lib/server/setup/check-clock";
import { checkPart } from "@/lib/server/setup/check-part";
import { findChecklist } from "@/lib/server/setup/checklists";
import { checkSetup, findBackupNote, noteBackup } from "@/lib/server/setup/setup";

const simulator = withSimulator();
beforeEach(() => {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
});
afterEach(restoreSettings);

/** Each check in short: its state and name. */
const brief = (checks: readonly SetupCheck[]) => checks.map(({ state, name }) => `${state} ${name}`);
/** The only check of a part that is not ok. */
async function worst(part: SetupPart): Promise<SetupCheck> {
  const bad = (await checkPart(part)).filter(({ state }) => state !== "ok");
  expect(bad).toHaveLength(1);
  return bad[0] as SetupCheck;
}

it.each([
  [0, "ok", "matches"],
  [-5_400, "ok", "matches"],
  [6_000, "warning", "6 s behind"],
  [-9_000, "warning", "9 s ahead of"],
  [11_000, "fault", "11 s behind"],
  [null, "warning", "no usable date"],
] as const)("a clock that is %s ms ahead of ours is %s", (ms, state, words) => {
  const check = checkClock("Camunda", ms);
  expect(check.state).toBe(state);
  expect(check.found).toContain(words);
  expect(check.step === null).toBe(state === "ok");
});

describeOnBothDatabases("a setup check", ({ provider }) => {
  it("of a good setup finds nothing, and asks Camunda for nothing but lists", async () => {
    simulator().state.addCluster({ name: "Orders" });
    setSettings({ LATCHKEY_AUDIT_KEY: newKey("2026") });
    expect(brief(await checkPart("settings"))).toEqual(["ok Settings", "ok NEXTAUTH_SECRET", "ok LATCHKEY_AUDIT_KEY"]);
    expect(brief(await checkPart("database"))).toEqual(["ok Connection", "ok Migrations", "ok Size"]);
    expect((await checkPart("database"))[0]?.found).toContain(provider === "sqlite" ? "SQLite" : "PostgreSQL");
    expect(brief(await checkPart("camunda"))).toEqual([
      "ok Access token",
      "ok List of clusters",
      "ok List of clients",
      "ok Clock",
    ]);
    expect(brief(await checkPart("activity"))).toEqual(["ok Activity log"]);
    expect(
      new Set(
        simulator()
          .requests()
          .map(({ method }) => method),
      ),
    ).toEqual(new Set(["GET"]));
    expect(simulator().requests()).toHaveLength(3);
  });

  it("says how many migrations are missing, and which database is newer", async () => {
    const [record] = await db().$queryRawUnsafe<{ id: string; migration_name: string }[]>(
      `SELECT "id", "migration_name" FROM "_prisma_migrations" ORDER BY "migration_name" DESC LIMIT 1`,
    );
    if (!record) throw new Error("No migration is recorded.");
    const rename = (to: string) =>
      db().$executeRawUnsafe(`UPDATE "_prisma_migrations" SET "migration_name" = '${to}' WHERE "id" = '${record.id}'`);
    onTestFinished(async () => void (await rename(record.migration_name)));
    await rename("99999999999999_of_a_newer_version");
    expect(await worst("database")).toMatchObject({
      state: "fault",
      name: "Migrations",
      found: expect.stringContaining("written by a newer version"),
    });
    await db().$executeRawUnsafe(
      `UPDATE "_prisma_migrations" SET "rolled_back_at" = "started_at" WHERE "id" = '${record.id}'`,
    );
    expect(await worst("database")).toMatchObject({
      state: "warning",
      found: "1 migration is not applied yet.",
    });
    await db().$executeRawUnsafe(`UPDATE "_prisma_migrations" SET "rolled_back_at" = NULL WHERE "id" = '${record.id}'`);
  });

  it("by an owner leaves an event for Camunda's part alone, and a noted backup has its person", async () => {
    const owner = { ...OWNER, memberId: crypto.randomUUID() };
    expect(await findBackupNote(owner)).toBeNull();
    await checkSetup(owner, "settings");
    simulator().addFault({ ...LIST, do: "answer", status: 403, times: 1 });
    await checkSetup(owner, "camunda");
    await noteBackup(owner);
    const events = await db().auditEvent.findMany({ where: { actorId: owner.memberId }, orderBy: { seq: "asc" } });
    expect(events.map(({ action, outcome, detail }) => [action, outcome, detail])).toEqual([
      ["setup.check", "rejected", '{"faults":1,"warnings":0}'],
      ["setup.note", "succeeded", "{}"],
    ]);
    expect(await findBackupNote(SECOND_OWNER)).toEqual({ by: owner.name, at: expect.any(String) });
  });
});

describeOnSqlite("a setup check", () => {
  beforeEach(() => {
    simulator().state.addCluster({ name: "Orders" });
  });

  describe("of Camunda says what is missing, and how to mend it:", () => {
    const CLUSTERS = { method: "GET", path: "/clusters" };
    it.each([
      ["wrong credentials", { ...TOKEN, do: "answer", status: 401 }, "Access token", "CAMUNDA_CONSOLE_CLIENT_SECRET"],
      ["a token page", { ...TOKEN, do: "html" }, "Access token", "CAMUNDA_OAUTH_URL"],
      ["a token endpoint that is down", { ...TOKEN, do: "reset" }, "Access token", "may connect to 127.0.0.1"],
      ["no right to list clusters", { ...CLUSTERS, do: "answer", status: 403 }, "List of clusters", "Cluster: Get"],
      ["a page in place of clusters", { ...CLUSTERS, do: "html" }, "List of clusters", "CAMUNDA_CONSOLE_BASE_URL"],
      ["no right to list clients", { ...LIST, do: "answer", status: 403 }, "List of clients", "Get, Create, Delete"],
    ] as const)("%s", async (_, missing, name, step) => {
      forgetToken();
      simulator().addFault(missing);
      const check = await worst("camunda");
      expect(check).toMatchObject({ name, state: "fault", step: expect.stringContaining(step) });
      expect(JSON.stringify(check)).not.toContain("<");
    });

    it("a busy token endpoint, which is a warning", async () => {
      forgetToken();
      simulator().addFault({ ...TOKEN, do: "answer", status: 429, headers: { "retry-after": "1" }, times: 1 });
      expect(await worst("camunda")).toMatchObject({ name: "Access token", state: "warning" });
    });

    it("no right to read the activity log, which is a warning", async () => {
      simulator().addFault({ method: "GET", path: "/activity/json", do: "answer", status: 403 });
      const check = await worst("activity");
      expect(check).toMatchObject({ state: "warning", step: expect.stringContaining("optional") });
      expect(brief(await checkPart("camunda"))).not.toContain("warning Activity log");
    });

    it("a clock that is wrong", async () => {
      const date = new Date(Date.now() - 60_000).toUTCString();
      simulator().addFault({ ...LIST, do: "answer", status: 200, headers: { date }, body: [] });
      expect(await worst("camunda")).toMatchObject({
        name: "Clock",
        state: "fault",
        found: expect.stringMatching(/^Latchkey's clock is (59|60|61) s ahead of that of Camunda\./),
      });
    });
  });

  describe("of the identity provider says what is missing, and how to mend it:", () => {
    let provider: HostileProvider;
    beforeAll(async () => {
      provider = await startHostileProvider();
    });
    afterAll(() => provider.stop());
    /** Makes the provider behave like this, and Latchkey use it. */
    function provideWith(behavior: Partial<Behavior>, settings: Record<string, string> = {}): void {
      signInThrough(provider, { OIDC_SIGN_OUT: "", ...settings });
      provider.behave(behavior);
    }

    it("nothing of a good one", async () => {
      provideWith({ discovery: { end_session_endpoint: `${provider.url}/end` } });
      const good = ["ok Discovery document", "ok Issuer", "ok Endpoints", "ok Sign-out", "ok Clock"];
      expect(brief(await checkPart("identity"))).toEqual(good);
      expect(provider.requests()).toEqual(["discovery"]);
    });

    it.each([
      [
        "another issuer",
        { discovery: { issuer: "https://id.example\u202e" } },
        "Issuer",
        "https://id.example,",
        "fault",
      ],
      ["an error", { answers: { discovery: { status: 404 } } }, "Discovery document", "status 404", "fault"],
      [
        "a redirect",
        { answers: { discovery: { redirectTo: "https://evil.example/" } } },
        "Discovery document",
        "status 302",
        "fault",
      ],
      ["no document", { discovery: { issuer: 1 } }, "Discovery document", "not with a discovery document", "fault"],
      [
        "too much",
        { answers: { discovery: { giantBytes: 9 * 1024 * 1024 } } },
        "Discovery document",
        "can't be reached",
        "fault",
      ],
      ["no sign-out", {}, "Sign-out", "no end_session_endpoint", "warning"],
      [
        "a script for its sign-out",
        { discovery: { end_session_endpoint: "javascript:alert(1)" } },
        "Sign-out",
        "not an address",
        "warning",
      ],
      [
        "another protocol for its sign-out",
        { discovery: { end_session_endpoint: "https://id.example/end" } },
        "Sign-out",
        "another protocol",
        "warning",
      ],
    ] as const)("%s", async (_, behavior, name, words, state) => {
      provideWith(behavior);
      const check = await worst("identity");
      expect(check).toMatchObject({ name, state, found: expect.stringContaining(words) });
      expect(check.step).not.toBeNull();
    });

    it("no endpoint for tokens", async () => {
      provideWith({ discovery: { token_endpoint: undefined } }, { OIDC_SIGN_OUT: "0" });
      expect(await worst("identity")).toMatchObject({ name: "Endpoints", state: "fault" });
    });

    it("nobody at its address", async () => {
      const probe = createServer().listen(0, "127.0.0.1");
      await vi.waitFor(() => expect(probe.listening).toBe(true));
      const { port } = probe.address() as AddressInfo;
      probe.close();
      signInThrough({ ...provider, url: `http://127.0.0.1:${port}` });
      expect(await worst("identity")).toMatchObject({
        found: expect.stringContaining("can't be reached"),
        step: expect.stringContaining(`127.0.0.1:${port}`),
      });
    });
  });

  it("of the database does not create a file that is not there", async () => {
    const path = join(import.meta.dirname, "no-such-folder", "latchkey.db");
    setSettings({ DATABASE_URL: `file:${path}` });
    expect(await worst("database")).toMatchObject({ name: "Connection", state: "warning" });
    await expect(stat(path)).rejects.toThrow("ENOENT");
  });

  it.each([
    [
      "a server that nobody runs",
      () => "postgresql://latchkey:password-of-nobody@127.0.0.1:9/latchkey",
      /can't be opened/,
    ],
    ["a file that is no database", () => `file:${import.meta.filename}`, /not a SQLite database/],
  ])("of the database names %s, and not its password", async (_, url, found) => {
    setSettings({ DATABASE_URL: url() });
    const check = await worst("database");
    expect(check).toMatchObject({ name: "Connection", state: "fault", found: expect.stringMatching(found) });
    expect(check.step).toContain("DATABASE_URL");
    expect(JSON.stringify(check)).not.toContain("password-of-nobody");
  });

  it("of the settings warns of a history without a key, and shows no secret", async () => {
    expect(await worst("settings")).toMatchObject({ name: "LATCHKEY_AUDIT_KEY", state: "warning" });
    setSettings({ NEXTAUTH_SECRET: "weak-secret" });
    const [check] = await checkPart("settings");
    expect(check).toMatchObject({ state: "fault", found: expect.stringContaining("NEXTAUTH_SECRET is weak") });
    expect(JSON.stringify(check)).not.toContain("weak-secret");
  });
});

describeOnSqlite("a checklist", () => {
  const ticks = async (...args: Parameters<typeof findChecklist>) =>
    (await findChecklist(...args))?.steps.map(
      ({ id, isDone }) => `${isDone === null ? "?" : isDone ? "x" : " "} ${id}`,
    ) ?? null;

  it("of the demo has what this member may do, ticked by what they did", async () => {
    const auditor = { ...OWNER, role: "auditor" as const };
    expect(await ticks(auditor)).toEqual(["? made", "? stale"]);
    expect(await ticks(OWNER)).toEqual(["  create", "  test", "? made", "? stale"]);
    const clusterId = crypto.randomUUID();
    for (const outcome of ["rejected", "succeeded"] as const) {
      await transaction((tx) => appendEvent(tx, SECOND_OWNER, { action: "client.create", outcome, clusterId }));
      await transaction((tx) => appendEvent(tx, OWNER, { action: "client.test", outcome, clusterId }));
    }
    expect(await ticks(OWNER)).toEqual(["  create", "x test", "? made", "? stale"]);
    expect(await ticks(SECOND_OWNER)).toEqual(["x create", "  test", "? made", "? stale"]);
    expect((await findChecklist(SECOND_OWNER))?.steps[1]?.href).toBe(`/clusters/${clusterId}/api`);
  });

  it("of a new installation is for owners, and says for a day that all is done", async () => {
    setSettings({
      LATCHKEY_DEMO: "0",
      OIDC_ISSUER: "https://id.example",
      OIDC_CLIENT_ID: "i",
      OIDC_CLIENT_SECRET: "s",
    });
    expect(await ticks({ ...OWNER, role: "admin" as const })).toBeNull();
    expect(await ticks(OWNER)).toEqual(["  rights", "  sync", "  member", "  backup"]);

    simulator().state.addCluster({ name: "Orders" });
    simulator().addFault({ ...LIST, do: "answer", status: 403, times: 1 });
    await checkSetup(OWNER, "camunda");
    expect((await ticks(OWNER))?.[0]).toBe("  rights");
    await checkSetup(OWNER, "camunda");
    await db().job.create({ data: { name: "sync", ranAt: new Date() } });
    // It ran, and could not read the list of clusters.
    expect((await ticks(OWNER))?.[1]).toBe("  sync");
    await db().organization.updateMany({ data: { clustersListedAt: new Date() } });
    await noteBackup(OWNER);
    expect(await ticks(OWNER)).toEqual(["x rights", "x sync", "  member", "x backup"]);
    const member = { emailVerified: false, name: "", createdAt: new Date() };
    const emergency = { ...member, id: crypto.randomUUID(), issuer: "break-glass", subject: "emergency" };
    await db().member.create({ data: emergency });
    expect((await ticks(OWNER))?.[2]).toBe("  member");
    await db().member.create({ data: { ...member, id: crypto.randomUUID(), email: "new@example.test" } });
    expect(await ticks(OWNER)).toEqual(["x rights", "x sync", "x member", "x backup"]);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 25 * 3_600_000 });
    await noteBackup(OWNER);
    expect(await ticks(OWNER)).toBeNull();
    vi.useRealTimers();
  });
});
