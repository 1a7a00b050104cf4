import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { OWNER } from "@/lib/server/access/testing/principals";
import { CREATE, LIST, withSimulator } from "@/lib/server/camunda/testing/simulator";
import { createClient } from "@/lib/server/clients/create-client";
import { deleteClient } from "@/lib/server/clients/delete-client";
import { getOperation } from "@/lib/server/clients/get-operation";
import { RECONCILE } from "@/lib/server/clients/reconcile";
import {
  createInput,
  errorOf,
  expectNothingLost,
  outcomesOf,
  pass,
  reconcile,
  refreshedClients,
  reportSecret,
  settleAll,
  stopTime,
} from "@/lib/server/clients/testing/create";
import { listClusters } from "@/lib/server/clusters/list-clusters";
import { runJob, startJobs } from "@/lib/server/jobs/runner";
import { openCreate, openDelete } from "@/lib/server/operations/operations";
import { db } from "@/lib/server/platform/database/db";
import { describeOnBothDatabases } from "@/lib/server/platform/testing/database";

const simulator = withSimulator();
beforeAll(stopTime);
afterAll(() => {
  vi.useRealTimers();
});

/** Keeps a database from taking a client of the name "odd", and how to end that. */
const NO_ODD = {
  sqlite: [
    `CREATE TRIGGER no_odd BEFORE INSERT ON "Client" WHEN NEW."name" = 'odd' BEGIN SELECT RAISE(ABORT, 'no'); END`,
    "DROP TRIGGER no_odd",
  ],
  postgresql: [
    `ALTER TABLE "Client" ADD CONSTRAINT no_odd CHECK ("name" <> 'odd')`,
    'ALTER TABLE "Client" DROP CONSTRAINT no_odd',
  ],
} as const;

describeOnBothDatabases("the reconcile job", ({ provider }) => {
  let cluster: { uuid: string };
  beforeEach(async () => {
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
    cluster = simulator().state.addCluster({ name: "Orders" });
    await listClusters(OWNER, { refresh: "1" });
    simulator().resetCounts();
  });

  async function createUnclear(when: "before-commit" | "after-commit") {
    simulator().addFault({ ...CREATE, do: "reset", when, times: 1 });
    const { operation } = await createClient(OWNER, cluster.uuid, createInput());
    expect(operation.state).toBe("unknown");
    return operation;
  }
  const stateOf = async (id: string) => (await getOperation(OWNER, cluster.uuid, id)).state;

  it("looks by itself two seconds after an unclear answer, and at the latest times after that", async () => {
    await startJobs([RECONCILE]);
    const { id, requestedAt } = await createUnclear("before-commit");
    const secondsToCheck = async () => {
      const { nextCheckAt } = await getOperation(OWNER, cluster.uuid, id);
      return nextCheckAt === null ? null : (Date.parse(nextCheckAt) - Date.parse(requestedAt)) / 1000;
    };
    expect(await secondsToCheck()).toBe(2);
    await vi.advanceTimersByTimeAsync(2_050);
    await simulator().waitFor(LIST, { until: "settled" });
    await vi.waitFor(async () => expect(await secondsToCheck()).toBeGreaterThan(9));
    for (const [ms, next] of [
      [8_000, 60],
      [50_000, 600],
      [540_000, null],
    ] as const) {
      pass(ms);
      await reconcile();
      const seconds = await secondsToCheck();
      if (next === null) expect(seconds).toBeNull();
      else expect(seconds).toBeCloseTo(next, -1);
    }
    expect([await stateOf(id), simulator().count(LIST)]).toEqual(["absent", 4]);
  });

  it("does not look before it is time", async () => {
    await createUnclear("before-commit");
    pass(1_999);
    await reconcile();
    expect(simulator().count(LIST)).toBe(0);
    await settleAll();
  });

  it("never calls a client an orphan that was there before the createInput, whatever its name", async () => {
    simulator().state.addClients(cluster.uuid, [{ name: "orders-worker" }]);
    await refreshedClients(OWNER, cluster.uuid);
    const { id } = await createUnclear("before-commit");
    await settleAll();
    expect(await stateOf(id)).toBe("absent");
    expect((await refreshedClients(OWNER, cluster.uuid)).clients).toMatchObject([
      { origin: "unmanaged", secretSeen: true },
    ]);
    await expectNothingLost(simulator(), cluster.uuid);
  });

  it("never calls a client an orphan that has the name and other scopes than the wish: somebody else made it", async () => {
    const { id } = await createUnclear("before-commit");
    simulator().state.addClients(cluster.uuid, [{ name: createInput().name, permissions: ["Zeebe", "Operate"] }]);
    pass(2_000);
    await reconcile();
    expect(await stateOf(id)).toBe("absent");
    expect((await outcomesOf(id)).at(-1)).toMatch(/absent/);
    expect((await refreshedClients(OWNER, cluster.uuid)).clients[0]?.origin).toBe("unmanaged");
  });

  it("tells an orphan from one that was listed only after the wish", async () => {
    const { id } = await createUnclear("after-commit");
    pass(1_000);
    expect((await refreshedClients(OWNER, cluster.uuid)).clients).toMatchObject([{ origin: "unmanaged" }]);
    await settleAll();
    expect(await stateOf(id)).toBe("orphaned");
    expect(await refreshedClients(OWNER, cluster.uuid)).toMatchObject({
      clients: [{ origin: "orphaned", createdBy: OWNER.name, secretSeen: false }],
      operations: [{ id, state: "orphaned" }],
    });
  });

  it("keeps a wish open while Console can't say, and ends it when it can", async () => {
    const { id } = await createUnclear("after-commit");
    const fault = simulator().addFault({ ...LIST, do: "html", status: 403 });
    await settleAll();
    expect(await stateOf(id)).toBe("unknown");
    simulator().clearFaults(fault);
    pass(61_000);
    await reconcile();
    expect(await stateOf(id)).toBe("orphaned");
    await expectNothingLost(simulator(), cluster.uuid);
  });

  it("ends a wish as absent when its cluster is gone", async () => {
    const gone = crypto.randomUUID();
    simulator().addFault({ ...CREATE, do: "reset", times: 1 });
    const { operation } = await createClient(OWNER, gone, createInput());
    await settleAll();
    expect(await outcomesOf(operation.id)).toEqual(["requested", "unknown", "absent"]);
  });

  it.each([
    ["never sent it", 0, "absent"],
    ["had sent it", 1, "orphaned"],
  ] as const)("takes up a wish that a process left behind which %s, once its lease is out", async (_, made, end) => {
    const place = { clusterId: cluster.uuid, clusterName: "Orders" };
    const { row } = await openCreate(OWNER, place, createInput());
    if (made) simulator().state.addClients(cluster.uuid, [{ name: row.clientName ?? "" }]);
    pass(59_000);
    await reconcile();
    expect(await stateOf(row.id)).toBe("requested");
    pass(2_000);
    await settleAll();
    expect(await outcomesOf(row.id)).toEqual(["requested", "unknown", end]);
    await expectNothingLost(simulator(), cluster.uuid);
  });

  it("runs in one instance at a time: twenty that want it at once check once", async () => {
    const ids = [(await createUnclear("before-commit")).id];
    cluster = simulator().state.addCluster({ name: "Second" });
    ids.push((await createUnclear("before-commit")).id);
    pass(2_001);
    await db().job.upsert({ where: { name: RECONCILE.name }, create: { name: RECONCILE.name }, update: {} });
    const ran = await Promise.all(Array.from({ length: 20 }, () => runJob(RECONCILE)));
    expect(ran.filter(Boolean).length).toBeGreaterThan(0);
    expect(simulator().count(LIST)).toBe(2);
    const rows = await db().operation.findMany({ where: { id: { in: ids } } });
    expect(rows.map(({ checks }) => checks)).toEqual([1, 1]);
    expect(await db().job.findUnique({ where: { name: RECONCILE.name } })).toMatchObject({ leaseUntil: null });
    await settleAll();
  });

  it("is run by another instance when the one that ran it died, once the lease is out", async () => {
    const { id } = await createUnclear("after-commit");
    const lease = { leaseOwner: "another", leaseUntil: new Date(Date.now() + 60_000) };
    const where = { name: RECONCILE.name };
    await db().job.upsert({ where, create: { ...where, ...lease }, update: lease });
    pass(59_000);
    expect(await runJob(RECONCILE)).toBe(false);
    pass(1_001);
    expect(await runJob(RECONCILE)).toBe(true);
    expect(await stateOf(id)).toBe("orphaned");
  });

  it("goes on when the clock is set back by hours", async () => {
    const { id } = await createUnclear("after-commit");
    pass(-5 * 3_600_000);
    await reconcile();
    expect(await stateOf(id)).toBe("orphaned");
    pass(5 * 3_600_000);
  });

  it("calls an orphan discarded after the next list without it", async () => {
    const { id } = await createUnclear("after-commit");
    await settleAll();
    const { clientId } = await getOperation(OWNER, cluster.uuid, id);
    simulator().state.removeClient(clientId ?? "");
    expect(await refreshedClients(OWNER, cluster.uuid)).toMatchObject({ clients: [], operations: [] });
    pass(60_001);
    await reconcile();
    expect(await stateOf(id)).toBe("discarded");
    await expectNothingLost(simulator(), cluster.uuid);
  });

  it("keeps an orphan that was found while an older list was still on its way", async () => {
    const { id } = await createUnclear("before-commit");
    simulator().addFault({ ...LIST, do: "hang", when: "after-commit", times: 1 });
    const list = refreshedClients(OWNER, cluster.uuid);
    await simulator().waitFor(LIST, { until: "held" });
    simulator().state.addClients(cluster.uuid, [{ name: "orders-worker" }]);
    pass(2_001);
    await reconcile();
    simulator().release();
    await list;
    expect(await stateOf(id)).toBe("orphaned");
  });

  it("gives up its orphan when the secret turns out to be on somebody's screen", async () => {
    const { id } = await createUnclear("after-commit");
    await settleAll();
    const { clientId } = await getOperation(OWNER, cluster.uuid, id);
    await reportSecret(OWNER, id, "shown", clientId ?? "");
    expect(await getOperation(OWNER, cluster.uuid, id)).toMatchObject({ state: "succeeded", clientId });
    expect((await refreshedClients(OWNER, cluster.uuid)).clients[0]?.origin).toBe("managed");
    const error = await errorOf(deleteClient(OWNER, cluster.uuid, clientId ?? "", { discards: id }));
    expect(error.code).toBe("operation_changed");
    expect(simulator().state.cluster(cluster.uuid)?.clients).toHaveLength(1);
  });

  it("draws no conclusion from a list that it could not read to its end", async () => {
    const { id } = await createUnclear("after-commit");
    await settleAll();
    simulator().addFault({ ...LIST, do: "answer", status: 200, body: [{ name: "odd", clientId: null }], times: 1 });
    await refreshedClients(OWNER, cluster.uuid);
    expect(await stateOf(id)).toBe("orphaned");
    expect((await refreshedClients(OWNER, cluster.uuid)).clients[0]?.origin).toBe("orphaned");
  });

  it("does not end a wish by a list that it could not read to its end", async () => {
    const { id } = await createUnclear("after-commit");
    const body = [{ name: "other", clientId: "abc", permissions: ["Zeebe"] }, { odd: 1 }];
    simulator().addFault({ ...LIST, do: "answer", status: 200, body, times: 1 });
    pass(700_000);
    await reconcile();
    expect(await stateOf(id)).toBe("unknown");
    pass(61_000);
    await reconcile();
    expect(await stateOf(id)).toBe("orphaned");
  });

  it.each([
    ["no scopes at all", null],
    ["scopes by names that say nothing of ours", ["Orchestration"]],
  ])("finds its client where Camunda tells %s", async (_, permissions) => {
    const { id } = await createUnclear("after-commit");
    const [client] = simulator().state.cluster(cluster.uuid)?.clients ?? [];
    simulator().state.changeClient(client?.clientId ?? "", { permissions });
    await settleAll();
    expect(await stateOf(id)).toBe("orphaned");
  });

  it("tells that the name is somebody else's, where that is why there is no client", async () => {
    const { id } = await createUnclear("before-commit");
    simulator().state.addClients(cluster.uuid, [{ name: "orders-worker", permissions: ["Optimize"] }]);
    await settleAll();
    expect(await getOperation(OWNER, cluster.uuid, id)).toMatchObject({ state: "absent", isNameTaken: true });
  });

  it("opens an orphan again that a dead process began to delete and never did", async () => {
    const { id } = await createUnclear("after-commit");
    await settleAll();
    const { clientId } = await getOperation(OWNER, cluster.uuid, id);
    const place = { clusterId: cluster.uuid, clusterName: "Orders" };
    // As if the process died before it sent anything: its lease is all that is left.
    const row = await openDelete(OWNER, place, { clientId: clientId ?? "", clientName: null, discards: id });
    expect(await stateOf(id)).toBe("discarded");
    pass(119_000);
    await reconcile();
    expect(await stateOf(id)).toBe("discarded");
    pass(2_000);
    await settleAll();
    expect([await outcomesOf(row.id), await stateOf(id)]).toEqual([["requested", "unknown", "not_done"], "orphaned"]);
    const { clients, operations } = await refreshedClients(OWNER, cluster.uuid);
    expect([clients[0]?.origin, operations.map((each) => each.id)]).toEqual(["orphaned", [id]]);
  });

  it("keeps a real orphan ours that a list in flight showed before the operation was settled", async () => {
    // The list is requested first, and shows the client that the create makes meanwhile.
    simulator().addFault({ ...LIST, do: "hang", times: 1 });
    const list = refreshedClients(OWNER, cluster.uuid);
    await simulator().waitFor(LIST, { until: "held" });
    const { id } = await createUnclear("after-commit");
    simulator().release();
    await list;
    await settleAll();
    expect(await stateOf(id)).toBe("orphaned");
    await expectNothingLost(simulator(), cluster.uuid);
  });

  it("keeps a real orphan ours whatever the clocks of other instances say", async () => {
    const { id } = await createUnclear("after-commit");
    pass(-60_000);
    await refreshedClients(OWNER, cluster.uuid);
    pass(62_001);
    await settleAll();
    expect(await stateOf(id)).toBe("orphaned");
  });

  it("matches a client that Camunda created after the last check, and corrects the history", async () => {
    const { id } = await createUnclear("before-commit");
    await settleAll();
    expect(await stateOf(id)).toBe("absent");
    simulator().state.addClients(cluster.uuid, [{ name: "orders-worker" }]);
    await refreshedClients(OWNER, cluster.uuid);
    pass(60_001);
    await reconcile();
    expect(await stateOf(id)).toBe("orphaned");
    expect(await outcomesOf(id)).toEqual(["requested", "unknown", "absent", "corrected"]);
    const last = await db().auditEvent.findFirst({ where: { operationId: id }, orderBy: { seq: "desc" } });
    expect(JSON.parse(last?.detail ?? "")).toMatchObject({ from: "absent", to: "orphaned" });
    await expectNothingLost(simulator(), cluster.uuid);
  });

  it("calls no client late that a second request created", async () => {
    const { id } = await createUnclear("before-commit");
    await settleAll();
    await createClient(OWNER, cluster.uuid, createInput());
    await refreshedClients(OWNER, cluster.uuid);
    pass(60_001);
    await reconcile();
    expect(await stateOf(id)).toBe("absent");
    await expectNothingLost(simulator(), cluster.uuid);
  });

  it("goes on with the others when one answer can't be written", async () => {
    const { id } = await createUnclear("after-commit");
    const [refuse, allow] = NO_ODD[provider];
    await db().$executeRawUnsafe(refuse);
    const { operation } = await createClient(OWNER, cluster.uuid, createInput({ name: "odd" }));
    await settleAll();
    expect([await stateOf(operation.id), await stateOf(id)]).toEqual(["requested", "orphaned"]);
    await db().$executeRawUnsafe(allow);
    await settleAll();
    expect(await stateOf(operation.id)).toBe("succeeded");
  });
});
