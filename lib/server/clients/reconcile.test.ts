import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { OWNER } from "@/lib/server/access/testing/principals";
import { CREATE, DELETE, LIST, withSimulator } from "@/lib/server/camunda/testing/simulator";
import { createClient } from "@/lib/server/clients/create-client";
import { deleteClient } from "@/lib/server/clients/delete-client";
import { getOperation } from "@/lib/server/clients/get-operation";
import { openIntent } from "@/lib/server/clients/intents";
import { listClients } from "@/lib/server/clients/list-clients";
import { recordSecretEvent } from "@/lib/server/clients/record-secret-event";
import {
  createInput,
  errorOf,
  expectNothingLost,
  outcomesOf,
  pass,
  reconcile,
  settleAll,
  stopTime,
} from "@/lib/server/clients/testing/create";
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

describeOnBothDatabases("the janitor", ({ provider }) => {
  let cluster: { uuid: string };
  beforeEach(() => {
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
    cluster = simulator().state.addCluster({ name: "Orders" });
  });

  async function createUnclear(when: "before-commit" | "after-commit") {
    simulator().addFault({ ...CREATE, do: "reset", when, times: 1 });
    const { operation } = await createClient(OWNER, cluster.uuid, createInput());
    expect(operation.state).toBe("unknown");
    return intent;
  }
  const stateOf = async (id: string) => (await getOperation(OWNER, cluster.uuid, id)).state;

  it("looks by itself two seconds after an unclear answer, and at the latest times after that", async () => {
    const { id, requestedAt } = await createUnclear("before-commit");
    const secondsToLook = async () => {
      const { nextLookAt } = await getOperation(OWNER, cluster.uuid, id);
      return nextLookAt === null ? null : (Date.parse(nextLookAt) - Date.parse(requestedAt)) / 1000;
    };
    expect(await secondsToLook()).toBe(2);
    await vi.advanceTimersByTimeAsync(2_050);
    await simulator().waitFor(LIST, { until: "settled" });
    await vi.waitFor(async () => expect(await secondsToLook()).toBeGreaterThan(9));
    for (const [ms, next] of [
      [8_000, 60],
      [50_000, 600],
      [540_000, null],
    ] as const) {
      pass(ms);
      await reconcile();
      const seconds = await secondsToLook();
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
    await listClients(OWNER, cluster.uuid);
    pass(1_000);
    const { id } = await createUnclear("before-commit");
    await settleAll();
    expect(await stateOf(id)).toBe("absent");
    expect((await listClients(OWNER, cluster.uuid)).clients).toMatchObject([{ origin: "unmanaged", secretSeen: true }]);
    await expectNothingLost(simulator(), cluster.uuid);
  });

  it("never calls a client an orphan that has the name and other scopes than the wish: somebody else made it", async () => {
    const { id } = await createUnclear("before-commit");
    simulator().state.addClients(cluster.uuid, [{ name: createInput().name, permissions: ["Zeebe", "Operate"] }]);
    pass(2_000);
    await reconcile();
    expect(await stateOf(id)).toBe("absent");
    expect((await outcomesOf(id)).at(-1)).toMatch(/absent/);
    expect((await listClients(OWNER, cluster.uuid)).clients[0]?.origin).toBe("unmanaged");
  });

  it("tells an orphan from one that was listed only after the wish", async () => {
    const { id } = await createUnclear("after-commit");
    pass(1_000);
    expect((await listClients(OWNER, cluster.uuid)).clients).toMatchObject([{ origin: "unmanaged" }]);
    await settleAll();
    expect(await stateOf(id)).toBe("orphaned");
    expect(await listClients(OWNER, cluster.uuid)).toMatchObject({
      clients: [{ origin: "orphaned", createdBy: OWNER.name, secretSeen: false }],
      intents: [{ id, state: "orphaned" }],
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
    const { row } = await openIntent(OWNER, cluster.uuid, "Orders", createInput());
    if (made) simulator().state.addClients(cluster.uuid, [{ name: row.name }]);
    pass(59_000);
    await reconcile();
    expect(await stateOf(row.id)).toBe("requested");
    pass(2_000);
    await settleAll();
    expect(await outcomesOf(row.id)).toEqual(["requested", "unknown", end]);
    await expectNothingLost(simulator(), cluster.uuid);
  });

  it("looks once when two rounds overlap, and when one comes right after the other", async () => {
    const intents = [await createUnclear("before-commit")];
    cluster = simulator().state.addCluster({ name: "Second" });
    intents.push(await createUnclear("before-commit"));
    pass(2_001);
    await Promise.all([reconcile(), reconcile(), reconcile()]);
    await reconcile();
    expect(simulator().count(LIST)).toBe(2);
    const rows = await db().operation.findMany({ where: { id: { in: intents.map(({ id }) => id) } } });
    expect(rows.map(({ looks, leaseUntil }) => ({ looks, leaseUntil }))).toEqual([
      { looks: 1, leaseUntil: null },
      { looks: 1, leaseUntil: null },
    ]);
    await settleAll();
  });

  it("takes up a look whose instance died in the middle, once its lease is out", async () => {
    const { id } = await createUnclear("after-commit");
    await db().operation.update({ where: { id }, data: { leaseUntil: new Date(Date.now() + 60_000) } });
    pass(59_000);
    await reconcile();
    expect(simulator().count(LIST)).toBe(0);
    pass(1_001);
    await reconcile();
    expect(await stateOf(id)).toBe("orphaned");
  });

  it("calls an orphan discarded after the next list without it", async () => {
    const { id } = await createUnclear("after-commit");
    await settleAll();
    const { clientId } = await getOperation(OWNER, cluster.uuid, id);
    simulator().state.removeClient(clientId ?? "");
    expect(await listClients(OWNER, cluster.uuid)).toMatchObject({ clients: [], intents: [] });
    expect(await stateOf(id)).toBe("discarded");
    await expectNothingLost(simulator(), cluster.uuid);
  });

  it("keeps an orphan that was found while an older list was still on its way", async () => {
    const { id } = await createUnclear("before-commit");
    simulator().addFault({ ...LIST, do: "hang", when: "after-commit", times: 1 });
    const list = listClients(OWNER, cluster.uuid);
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
    await recordSecretEvent(OWNER, cluster.uuid, clientId ?? "", { event: "shown" });
    expect(await getOperation(OWNER, cluster.uuid, id)).toMatchObject({ state: "created", clientId });
    expect((await listClients(OWNER, cluster.uuid)).clients[0]?.origin).toBe("managed");
    const error = await errorOf(deleteClient(OWNER, cluster.uuid, clientId ?? "", { orphanOf: id }));
    expect(error.code).toBe("operation_changed");
    expect(simulator().state.cluster(cluster.uuid)?.clients).toHaveLength(1);
  });

  it("draws no conclusion from a list that it could not read to its end", async () => {
    const { id } = await createUnclear("after-commit");
    await settleAll();
    simulator().addFault({ ...LIST, do: "answer", status: 200, body: [{ name: "odd", clientId: null }], times: 1 });
    await listClients(OWNER, cluster.uuid);
    expect(await stateOf(id)).toBe("orphaned");
    expect((await listClients(OWNER, cluster.uuid)).clients[0]?.origin).toBe("orphaned");
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

  it("opens an orphan again that somebody began to delete and never did, once the lease is out", async () => {
    const { id } = await createUnclear("after-commit");
    await settleAll();
    const { clientId } = await getOperation(OWNER, cluster.uuid, id);
    simulator().addFault({ ...DELETE, do: "hang", when: "before-commit", times: 1 });
    const deleting = deleteClient(OWNER, cluster.uuid, clientId ?? "", { orphanOf: id });
    await simulator().waitFor(DELETE, { until: "held" });
    // As if this process died now: its lease is all that is left of it.
    expect(await stateOf(id)).toBe("discarded");
    await listClients(OWNER, cluster.uuid);
    expect(await stateOf(id)).toBe("discarded");
    pass(121_000);
    const { clients, intents } = await listClients(OWNER, cluster.uuid);
    expect([clients[0]?.origin, intents.map((intent) => operation.id)]).toEqual(["orphaned", [id]]);
    simulator().hangs.breakOff();
    await deleting;
    expect(await stateOf(id)).toBe("discarded");
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
    expect(await stateOf(operation.id)).toBe("created");
  });
});
