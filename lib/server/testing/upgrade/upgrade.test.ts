import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { AUDITOR } from "@/lib/server/access/testing/principals";
import { withSimulator } from "@/lib/server/camunda/testing/simulator";
import { listClients } from "@/lib/server/clients/list-clients";
import { expectNothingLost, refreshedClients, settleAll, stopTime } from "@/lib/server/clients/testing/create";
import { getCluster } from "@/lib/server/clusters/get-cluster";
import { listClusters } from "@/lib/server/clusters/list-clusters";
import { beginKey } from "@/lib/server/history/begin-key";
import { newKey, setAuditSettings } from "@/lib/server/history/testing/audit-settings";
import { removeTriggers, takeHistory, writeHistory } from "@/lib/server/history/testing/tamper";
import { verifyHistory } from "@/lib/server/history/verify-history";
import { closeDb, db } from "@/lib/server/platform/database/db";
import { applyMigrations } from "@/lib/server/platform/database/migrate";
import { createTestDatabase, pointTo, type TestDatabase } from "@/lib/server/platform/testing/database";
import { restoreSettings } from "@/lib/server/platform/testing/settings";
import { fillStages } from "@/lib/server/sync/fill-stages";
import { loadVersion010, VERSION_0_1_0 } from "@/lib/server/testing/upgrade/load-version-0-1-0";

const simulator = withSimulator();
const { tables, upstream } = VERSION_0_1_0;
const count = (table: string) => tables[table]?.length ?? 0;

describe.each(["sqlite", "postgresql"] as const)("an update from version 0.1.0 (%s)", (provider) => {
  let database: TestDatabase;
  beforeAll(async () => {
    stopTime();
    database = await createTestDatabase(provider);
    await loadVersion010(database.url);
    await applyMigrations(database.url);
    await pointTo(database.url);
    await fillStages();
  });
  afterAll(async () => {
    vi.useRealTimers();
    await closeDb();
    await database.drop();
  });
  beforeEach(() => {
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
    for (const cluster of upstream) if (!simulator().state.cluster(cluster.uuid)) simulator().state.addCluster(cluster);
  });

  const stateOf = async (clientName: string, kind = "create") =>
    (await db().operation.findFirstOrThrow({ where: { clientName, kind } })).state;

  it("keeps every row, and the chain of the history, also when it goes on with a key", async () => {
    expect(await db().cluster.count()).toBe(count("Cluster"));
    expect(await db().client.count()).toBe(count("Client"));
    expect(await db().member.count()).toBe(count("Member"));
    expect(await db().operation.count({ where: { kind: "create" } })).toBe(count("Intent"));
    const unchanged = { ok: true, events: count("AuditEvent"), keyedFrom: null };
    expect(await verifyHistory()).toMatchObject(unchanged);
    // Without a key set, it must stay without one: the tests below go on appending.
    const { events, head } = await takeHistory();
    await removeTriggers(provider);
    setAuditSettings({ LATCHKEY_AUDIT_KEY: newKey("2026") });
    await beginKey();
    expect(await verifyHistory()).toMatchObject({ ok: true, events: events.length + 1, keyedFrom: events.length + 1 });
    for (const { seq, actorName } of events) {
      await db().auditEvent.update({ where: { seq }, data: { actorName: "Somebody else" } });
      expect(await verifyHistory()).toMatchObject({ ok: false, brokenAt: seq });
      await db().auditEvent.update({ where: { seq }, data: { actorName } });
    }
    restoreSettings();
    await writeHistory({ events, head });
  });

  it("turns each role into a grant for all clusters, and everybody signs in once more", async () => {
    const roles = (tables["Member"] ?? []).flatMap(({ id, role }) => (role ? [[id, "*", role, ""]] : []));
    const grants = await db().grant.findMany();
    expect(grants.map(({ memberId, target, role, group }) => [memberId, target, role, group]).toSorted()).toEqual(
      roles.toSorted(),
    );
    expect(await db().session.count()).toBe(0);
  });

  it("shows the stored clusters and clients before Camunda responds once", async () => {
    simulator().addFault({ path: "*", do: "reset" });
    const { clusters, stale, total } = await listClusters(AUDITOR);
    expect([clusters.map(({ name }) => name), total, stale?.code]).toEqual([
      ["Claims production", "Fleet maintenance", "Orders production", "Returns production"].filter((name) =>
        tables["Cluster"]?.some((row) => String(row["facts"]).includes(name) && row["goneAt"] === undefined),
      ),
      clusters.length,
      "console_unreachable",
    ]);
    const orders = clusters.find(({ name }) => name === "Orders production");
    expect(orders).toMatchObject({
      status: "Healthy",
      stage: "production",
      regionId: "bru-2",
      clientsChangedAt: expect.any(String),
    });
    const { cluster } = await getCluster(AUDITOR, orders?.id ?? "");
    expect(cluster).toMatchObject({ endpoints: { zeebe: expect.any(String) } });
    const { clients } = await listClients(AUDITOR, orders?.id ?? "");
    expect(clients.find(({ name }) => name === "orders-worker")).toMatchObject({
      origin: "managed",
      scopes: expect.arrayContaining(["Zeebe"]),
      secretSeen: true,
    });
    expect(clients.find(({ name }) => name === "orders-tests")).toMatchObject({ origin: "managed", secretSeen: false });
  });

  it("continues open operations, and settles each of them once", async () => {
    expect([await stateOf("returns-left-behind"), await stateOf("returns-lost")]).toEqual(["requested", "unknown"]);
    await settleAll();
    await settleAll();
    const names = ["returns-left-behind", "returns-left-made", "returns-lost", "returns-half-deleted", "claims-lost"];
    expect(await Promise.all(names.map((name) => stateOf(name)))).toEqual([
      "absent",
      "orphaned",
      "orphaned",
      "orphaned",
      "orphaned",
    ]);
    expect([await stateOf("orders-stuck", "delete"), await stateOf("orders-vanished", "delete")]).toEqual([
      "not_done",
      "succeeded",
    ]);
    expect([await stateOf("claims-discarded"), await stateOf("claims-intake-worker")]).toEqual([
      "discarded",
      "rejected",
    ]);
    expect(await verifyHistory()).toMatchObject({ ok: true });
  });

  it("shows every upstream client with its right origin", async () => {
    for (const cluster of upstream) {
      const { clients } = await refreshedClients(AUDITOR, cluster.uuid);
      expect(clients.map(({ name }) => name).toSorted()).toEqual(
        (simulator().state.cluster(cluster.uuid)?.clients ?? []).map(({ name }) => name).toSorted(),
      );
      const open = await db().operation.findMany({ where: { state: { in: ["requested", "unknown"] } } });
      expect(open).toEqual([]);
    }
    const returns = upstream.find(({ name }) => name === "Returns production");
    await expectNothingLost(simulator(), returns?.uuid ?? "");
  });
});
