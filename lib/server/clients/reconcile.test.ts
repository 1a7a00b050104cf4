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
import { settle } from "@/lib/server/operations/settle";
import { db } from "@/lib/server/platform/database/db";
import { describeOnBothDatabases } from "@/lib/server/platform/testing/database";

const simulator = withSimulator();
beforeAll(stopTime);
afterAll(() => {
  vi.useRealTimers();
});

/** Makes a database refuse a client named "odd", and accept it again. */
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

  it("checks two seconds after an unclear response, and then at growing intervals", async () => {
    const job = () => db().job.findUniqueOrThrow({ where: { name: RECONCILE.name } });
    // Drops the timers of other tests, which would start more runs.
    stopTime();
    await startJobs([RECONCILE]);
    await vi.waitFor(async () => expect(await job()).toMatchObject({ ranAt: expect.any(Date), leaseUntil: null }));
    const { id, requestedAt } = await createUnclear("before-commit");
    const secondsToCheck = async () => {
      const { nextCheckAt } = await getOperation(OWNER, cluster.uuid, id);
      return nextCheckAt === null ? null : (Date.parse(nextCheckAt) - Date.parse(requestedAt)) / 1000;
    };
    expect(await secondsToCheck()).toBe(2);
    await vi.advanceTimersByTimeAsync(2_050);
    await simulator().waitFor(LIST, { until: "settled" });
    await vi.waitFor(async () => expect(await secondsToCheck()).toBeGreaterThan(9));
    // From here on only the test runs the job.
    stopTime();
    await vi.waitFor(async () => expect(await job()).toMatchObject({ leaseUntil: null }));
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

  it("does not check before a check is due", async () => {
    await createUnclear("before-commit");
    pass(1_999);
    await reconcile();
    expect(simulator().count(LIST)).toBe(0);
    await settleAll();
  });

  it("does not treat a client from before the create request as an orphan", async () => {
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

  it("does not treat a client with the same name but other scopes as an orphan", async () => {
    const { id } = await createUnclear("before-commit");
    simulator().state.addClients(cluster.uuid, [{ name: createInput().name, permissions: ["Zeebe", "Operate"] }]);
    pass(2_000);
    await reconcile();
    expect(await stateOf(id)).toBe("absent");
    expect((await outcomesOf(id)).at(-1)).toMatch(/absent/);
    expect((await refreshedClients(OWNER, cluster.uuid)).clients[0]?.origin).toBe("unmanaged");
  });

  it("recognizes an orphan that was first listed after the create request", async () => {
    const { id } = await createUnclear("after-commit");
    pass(1_000);
    expect((await refreshedClients(OWNER, cluster.uuid)).clients).toMatchObject([{ origin: "creating" }]);
    await settleAll();
    expect(await stateOf(id)).toBe("orphaned");
    expect(await refreshedClients(OWNER, cluster.uuid)).toMatchObject({
      clients: [{ origin: "orphaned", createdBy: OWNER.name, secretSeen: false }],
      operations: [{ id, state: "orphaned" }],
    });
  });

  it("gives an orphan the owner and the purpose that its create had, and keeps what somebody gave it", async () => {
    for (const [name, edited] of [
      ["orders-one", null],
      ["orders-two", "Somebody else"],
    ] as const) {
      simulator().addFault({ ...CREATE, do: "reset", when: "after-commit", times: 1 });
      const input = createInput({ name, owner: { name: "Team Orders" }, purpose: "Ships orders" });
      const { operation } = await createClient(OWNER, cluster.uuid, input);
      await refreshedClients(OWNER, cluster.uuid);
      await db().client.updateMany({ where: { name }, data: { ownerName: edited } });
      await settleAll();
      expect(await stateOf(operation.id)).toBe("orphaned");
      const row = await db().client.findFirst({ where: { name } });
      expect(row).toMatchObject({ ownerName: edited ?? "Team Orders", purpose: "Ships orders" });
      expect(row?.searchText).toContain((edited ?? "Team Orders").toLowerCase());
    }
  });

  it("gives them to an orphan that no list has had yet, once one has it", async () => {
    simulator().addFault({ ...CREATE, do: "reset", when: "after-commit", times: 1 });
    const { operation } = await createClient(OWNER, cluster.uuid, createInput({ owner: { name: "Team Orders" } }));
    const clientId = simulator().state.cluster(cluster.uuid)?.clients[0]?.clientId ?? "";
    const row = await db().operation.findUniqueOrThrow({ where: { id: operation.id } });
    await settle(row, { state: "orphaned", clientId });
    expect(await db().client.count({ where: { clientId } })).toBe(0);
    await refreshedClients(OWNER, cluster.uuid);
    expect(await db().client.findFirst({ where: { clientId } })).toMatchObject({
      ownerName: "Team Orders",
      searchText: expect.stringContaining("team orders"),
    });
  });

  it("keeps an operation open while Console can't be read, and settles it afterwards", async () => {
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

  it("settles a create as absent when its cluster is gone", async () => {
    const gone = crypto.randomUUID();
    simulator().addFault({ ...CREATE, do: "reset", times: 1 });
    const { operation } = await createClient(OWNER, gone, createInput());
    await settleAll();
    expect(await outcomesOf(operation.id)).toEqual(["requested", "unknown", "absent"]);
  });

  it.each([
    ["before it was sent", 0, "absent"],
    ["after it was sent", 1, "orphaned"],
  ] as const)(
    "takes over a create from a process that crashed %s, once its lease has expired",
    async (_, created, state) => {
      const place = { clusterId: cluster.uuid, clusterName: "Orders" };
      const { row } = await openCreate(OWNER, place, createInput());
      if (created) simulator().state.addClients(cluster.uuid, [{ name: row.clientName ?? "" }]);
      pass(59_000);
      await reconcile();
      expect(await stateOf(row.id)).toBe("requested");
      pass(2_000);
      await settleAll();
      expect(await outcomesOf(row.id)).toEqual(["requested", "unknown", state]);
      await expectNothingLost(simulator(), cluster.uuid);
    },
  );

  it("runs in one instance at a time: twenty simultaneous runs check once", async () => {
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

  it("is taken over by another instance after a crash, once the lease has expired", async () => {
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

  it("keeps checking when the clock is set back by hours", async () => {
    const { id } = await createUnclear("after-commit");
    pass(-5 * 3_600_000);
    await reconcile();
    expect(await stateOf(id)).toBe("orphaned");
    pass(5 * 3_600_000);
  });

  it("marks an orphan as discarded once a list no longer contains it", async () => {
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

  it("keeps an orphan that was found while an older list was in flight", async () => {
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

  it("no longer treats a client as an orphan once a browser reports that it showed the secret", async () => {
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

  it("does not discard an orphan because of an incomplete list", async () => {
    const { id } = await createUnclear("after-commit");
    await settleAll();
    simulator().addFault({ ...LIST, do: "answer", status: 200, body: [{ name: "odd", clientId: null }], times: 1 });
    await refreshedClients(OWNER, cluster.uuid);
    expect(await stateOf(id)).toBe("orphaned");
    expect((await refreshedClients(OWNER, cluster.uuid)).clients[0]?.origin).toBe("orphaned");
  });

  it("does not settle a create because of an incomplete list", async () => {
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
    ["no scopes", null],
    ["unknown scopes only", ["Orchestration"]],
  ])("finds the client where Camunda reports %s", async (_, permissions) => {
    const { id } = await createUnclear("after-commit");
    const [client] = simulator().state.cluster(cluster.uuid)?.clients ?? [];
    simulator().state.changeClient(client?.clientId ?? "", { permissions });
    await settleAll();
    expect(await stateOf(id)).toBe("orphaned");
  });

  it("reports that another client has the name, when that is why the create failed", async () => {
    const { id } = await createUnclear("before-commit");
    simulator().state.addClients(cluster.uuid, [{ name: "orders-worker", permissions: ["Optimize"] }]);
    await settleAll();
    expect(await getOperation(OWNER, cluster.uuid, id)).toMatchObject({ state: "absent", isNameTaken: true });
  });

  it("restores an orphan whose delete was never sent because of a crash", async () => {
    const { id } = await createUnclear("after-commit");
    await settleAll();
    const { clientId } = await getOperation(OWNER, cluster.uuid, id);
    const place = { clusterId: cluster.uuid, clusterName: "Orders" };
    // As if the process crashed before it sent anything; only its lease remains.
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

  it("recognizes an orphan that a list in flight contained before the operation was settled", async () => {
    // The list is requested first, and contains the client that the create makes meanwhile.
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

  it("recognizes an orphan even when the clock of another instance is behind", async () => {
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

  it("does not match a client that a second request created", async () => {
    const { id } = await createUnclear("before-commit");
    await settleAll();
    await createClient(OWNER, cluster.uuid, createInput());
    await refreshedClients(OWNER, cluster.uuid);
    pass(60_001);
    await reconcile();
    expect(await stateOf(id)).toBe("absent");
    await expectNothingLost(simulator(), cluster.uuid);
  });

  it("reads the list once for all operations of a cluster, and lets no cluster wait for one that hangs", async () => {
    const slow = cluster.uuid;
    for (const name of ["one", "two", "three"]) {
      simulator().addFault({ ...CREATE, do: "reset", when: "before-commit", times: 1 });
      await createClient(OWNER, slow, createInput({ name }));
    }
    cluster = simulator().state.addCluster({ name: "Payments" });
    await listClusters(OWNER, { refresh: "1" });
    const { id } = await createUnclear("after-commit");
    pass(3_000);
    simulator().resetCounts();
    simulator().addFault({ method: "GET", path: `/clusters/${slow}/clients`, do: "hang" });
    const run = reconcile();
    await vi.waitFor(async () => expect(await stateOf(id)).toBe("orphaned"));
    simulator().clearFaults();
    simulator().release();
    await run;
    expect(simulator().count(LIST)).toBe(2);
  });

  it("continues with other operations when one record can't be stored", async () => {
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
