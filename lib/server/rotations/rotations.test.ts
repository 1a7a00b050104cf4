import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { rotationDeadlineInputSchema, type StartRotationInput } from "@/lib/contract/rotations";
import { AUDITOR, OWNER, onClusters, principalWith, SECOND_OWNER } from "@/lib/server/access/testing/principals";
import { CREATE, DELETE, skipAllTokenWaits, withSimulator } from "@/lib/server/camunda/testing/simulator";
import { createClient } from "@/lib/server/clients/create-client";
import { deleteClient } from "@/lib/server/clients/delete-client";
import { testConnection } from "@/lib/server/clients/test-connection";
import {
  createInput,
  dumpDatabase,
  errorOf,
  expectNothingLost,
  pass,
  reconcile,
  refreshedClients,
  reportSecret,
  settleAll,
  stopTime,
} from "@/lib/server/clients/testing/create";
import { listClusters } from "@/lib/server/clusters/list-clusters";
import { getClient } from "@/lib/server/inventory/get-client";
import { db } from "@/lib/server/platform/database/db";
import { describeOnBothDatabases } from "@/lib/server/platform/testing/database";
import { changeDeadline, changeRotation } from "@/lib/server/rotations/change-rotation";
import { createInRotation } from "@/lib/server/rotations/create-in-rotation";
import { deleteOld, ROTATIONS } from "@/lib/server/rotations/deadlines";
import { getRotation } from "@/lib/server/rotations/get-rotation";
import { listRotations } from "@/lib/server/rotations/list-rotations";
import { startRotation } from "@/lib/server/rotations/start-rotation";
import { leakInput, newsOf, rotateInput } from "@/lib/server/rotations/testing/rotate";
import type { FaultInput } from "@/simulator/faults";

const simulator = withSimulator();
beforeAll(stopTime);
afterAll(() => {
  vi.useRealTimers();
});

let clusterId: string;
let oldId: string;
beforeEach(async () => {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  clusterId = simulator().state.addCluster({ name: "Orders" }).uuid;
  const { operation } = await createClient(OWNER, clusterId, createInput({ purpose: "Takes orders" }));
  oldId = operation.clientId ?? "";
  simulator().resetCounts();
});
afterEach(() => simulator().release());

const upstream = () =>
  simulator()
    .state.cluster(clusterId)
    ?.clients.map(({ name }) => name);
const start = (input: StartRotationInput, principal = OWNER) => startRotation(principal, clusterId, oldId, input);
const sent = () => [simulator().count(CREATE), simulator().count(DELETE)];
/** As the sync does: at a deadline, only what is in a current list is trusted. */
const sync = async () => {
  await listClusters(OWNER, { refresh: "1" });
  await refreshedClients(OWNER, clusterId);
};
const runJob = () => ROTATIONS.run({ signal: new AbortController().signal });
const open = async () => (await listRotations(OWNER, { cluster: clusterId })).rotations.map(({ id }) => id);
const newKey = () => ({ key: crypto.randomUUID(), name: "orders-worker-2", scopes: ["Zeebe" as const] });

/** A rotation whose new client exists: its ID and the ID of the new client. */
async function begun(changes: Parameters<typeof rotateInput>[0] = {}) {
  const result = await start(rotateInput(changes));
  if (result.outcome !== "created") throw new Error("It was not created.");
  const { rotationId: id, connection, operation, clientSecret } = result;
  return { id, newId: connection.clientId, operationId: operation.id, clientSecret };
}

describeOnBothDatabases("rotating a client", () => {
  it("creates the new client with what the old one had, and ends when the old one is deleted", async () => {
    const reviewAt = new Date("2027-03-01T00:00:00Z");
    const metadata = { ownerName: "Orders team", tags: "nightly", reviewAt, reviewEveryDays: 90 };
    await db().client.updateMany({ where: { clientId: oldId }, data: metadata });
    const { id, newId, operationId, clientSecret } = await begun();
    expect([sent(), upstream()]).toEqual([
      [1, 0],
      ["orders-worker", "orders-worker-2"],
    ]);
    const row = await db().client.findFirst({ where: { clientId: newId } });
    const old = await db().client.findFirst({ where: { clientId: oldId } });
    expect(row).toMatchObject({ ...metadata, purpose: "Takes orders", replacesId: old?.id, origin: "managed" });
    expect(row?.searchText).toContain("nightly");

    const steps = async () => {
      const { rotation } = await getRotation(AUDITOR, id);
      return [rotation.takenAt, rotation.testedAt, rotation.rolledOutAt, rotation.oldDeletedAt].map(
        (at) => at !== null,
      );
    };
    await reportSecret(OWNER, operationId, "shown");
    expect(await steps()).toEqual([false, false, false, false]);
    await reportSecret(OWNER, operationId, "copied");
    expect(await steps()).toEqual([true, false, false, false]);
    const untake = changeRotation(SECOND_OWNER, id, { step: "taken", isDone: false });
    expect(await errorOf(untake)).toMatchObject({ code: "operation_changed" });
    expect((await getRotation(AUDITOR, id)).rotation).toMatchObject({ isTakenReported: true });
    await changeRotation(OWNER, id, { step: "rolledOut", isDone: true });
    await changeRotation(SECOND_OWNER, id, { step: "tested", isDone: true });
    await changeRotation(SECOND_OWNER, id, { step: "tested", isDone: false });
    expect(await steps()).toEqual([true, false, true, false]);
    const { clients } = await refreshedClients(OWNER, clusterId);
    skipAllTokenWaits();
    await testConnection(OWNER, clusterId, { clientId: newId, clientSecret });
    expect(await steps()).toEqual([true, true, true, false]);
    expect(clients.map(({ name, rotation, mayRotate }) => [name, rotation?.part, mayRotate])).toEqual([
      ["orders-worker", "old", false],
      ["orders-worker-2", "new", true],
    ]);
    expect(await open()).toEqual([id]);

    expect(await dumpDatabase()).not.toContain(clientSecret);
    await deleteClient(OWNER, clusterId, oldId);
    expect([await open(), (await getRotation(OWNER, id)).rotation]).toMatchObject([
      [],
      { isOpen: false, oldDeletedAt: expect.any(String), oldClient: { isGone: true }, newClient: { isGone: false } },
    ]);
    expect(await getClient(OWNER, clusterId, newId)).toMatchObject({
      client: { rotation: null },
      rotation: { older: [{ clientId: oldId, name: "orders-worker", isGone: true }], newer: [] },
    });
    expect((await getClient(OWNER, clusterId, oldId)).rotation.newer).toMatchObject([{ clientId: newId }]);
    expect(await newsOf(id)).toEqual([
      ...["rotation.start requested", "rotation.start succeeded"],
      ...["rotation.change succeeded", "rotation.change succeeded", "rotation.change succeeded"],
      "rotation.finish succeeded",
    ]);
    await expectNothingLost(simulator(), clusterId);
  });

  it("has not begun when Camunda refuses, so that it can be started again", async () => {
    simulator().state.addClients(clusterId, [{ name: "orders-worker-2" }]);
    const input = rotateInput();
    expect(await errorOf(start(input))).toMatchObject({ code: "name_taken", fields: { name: expect.any(String) } });
    expect([await open(), await newsOf(input.key)]).toEqual([
      [],
      ["rotation.start requested", "rotation.start rejected"],
    ]);
    expect(await start(rotateInput({ name: "orders-worker-3" }))).toMatchObject({ outcome: "created" });
    await expectNothingLost(simulator(), clusterId);
  });

  it("does not point to a rotation that does not exist when the key of a refused one is sent again", async () => {
    simulator().addFault({ ...CREATE, do: "answer", status: 403, times: 1 });
    const input = rotateInput();
    expect(await errorOf(start(input))).toMatchObject({ status: expect.any(Number) });
    expect(await errorOf(start(input))).toMatchObject({ code: "operation_changed" });
    expect(sent()).toEqual([1, 0]);
  });

  it("does not take the key of another create for its own", async () => {
    const other = createInput({ name: "other" });
    await createClient(OWNER, clusterId, other);
    const input = { ...newKey(), key: other.key };
    expect(await errorOf(start(leakInput(input)))).toMatchObject({ code: "operation_changed" });
    expect(upstream()).toEqual(["orders-worker", "other"]);
    simulator().addFault({ ...CREATE, do: "reset", times: 1 });
    const started = rotateInput();
    await start(started);
    await settleAll();
    const { name, scopes } = other;
    expect(await errorOf(createInRotation(OWNER, started.key, { key: other.key, name, scopes }))).toMatchObject({
      code: "operation_changed",
    });
  });

  it("is refused before anything is sent: a known name, a past deadline, another's client, a second rotation", async () => {
    expect(await errorOf(start(rotateInput({ name: "orders-worker" })))).toMatchObject({ code: "name_taken" });
    const past = new Date(Date.now() - 1_000).toISOString();
    expect((await errorOf(start(rotateInput({ deadline: past })))).fields).toEqual({ deadline: expect.any(String) });
    const creator = principalWith(onClusters({ [clusterId]: "creator" }));
    expect(await errorOf(start(rotateInput(), creator))).toMatchObject({ code: "forbidden" });
    expect(await errorOf(start(rotateInput(), AUDITOR))).toMatchObject({ code: "forbidden" });
    expect(sent()).toEqual([0, 0]);
    const { id } = await begun();
    expect(await errorOf(start(rotateInput({ name: "orders-worker-3" })))).toMatchObject({
      code: "rotation_in_progress",
      fields: { rotationId: id },
    });
    const stranger = principalWith(onClusters({ [crypto.randomUUID()]: "admin" }));
    expect(await errorOf(getRotation(stranger, id))).toMatchObject({ status: 404 });
    expect(await errorOf(changeRotation(stranger, id, { givesUp: true }))).toMatchObject({ status: 404 });
    expect(await errorOf(changeRotation(creator, id, { givesUp: true }))).toMatchObject({ code: "forbidden" });
    expect((await listRotations(stranger)).rotations).toEqual([]);
    expect(sent()).toEqual([1, 0]);
  });

  it("of their own client is a creator's right, and the new client is theirs too", async () => {
    const creator = principalWith(onClusters({ [clusterId]: "creator" }));
    const { operation } = await createClient(creator, clusterId, createInput({ name: "own" }));
    const input = rotateInput({ name: "own-2" });
    expect(await startRotation(creator, clusterId, operation.clientId ?? "", input)).toMatchObject({
      outcome: "created",
    });
    await changeRotation(creator, input.key, { step: "rolledOut", isDone: true });
    expect(await getRotation(creator, input.key)).toMatchObject({ mayChange: true, mayDeleteOld: true });
  });

  it("creates one client for two people at once, and for one request that is sent twice at once", async () => {
    const inputs = [rotateInput(), rotateInput({ name: "orders-worker-3" })];
    const results = await Promise.allSettled(inputs.map((input, at) => start(input, [OWNER, SECOND_OWNER][at])));
    expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(results).toContainEqual({
      status: "rejected",
      reason: expect.objectContaining({ code: "rotation_in_progress", fields: { rotationId: expect.any(String) } }),
    });
    const [id] = await open();
    await changeRotation(OWNER, id ?? "", { givesUp: true });
    const again = rotateInput({ name: "orders-worker-4" });
    const twice = await Promise.all([start(again), start(again)]);
    expect(twice.map(({ outcome }) => outcome).toSorted()).toEqual(["created", "pending"]);
    expect(await start(again)).toEqual({ outcome: "pending", rotationId: again.key });
    expect([sent(), upstream()?.length]).toEqual([[2, 0], 3]);
  });

  it("that is given up deletes nothing, and can be started again", async () => {
    const { id } = await begun();
    await changeRotation(OWNER, id, { givesUp: true });
    expect([await open(), (await getRotation(OWNER, id)).rotation]).toMatchObject([
      [],
      { isOpen: false, givenUpAt: expect.any(String) },
    ]);
    expect(await errorOf(changeRotation(OWNER, id, { step: "taken", isDone: true }))).toMatchObject({
      code: "operation_changed",
    });
    expect(upstream()).toEqual(["orders-worker", "orders-worker-2"]);
    expect(await start(rotateInput({ name: "orders-worker-3" }))).toMatchObject({ outcome: "created" });
  });

  it("has a step that is ticked or unticked twice once in its history, also by two people at once", async () => {
    const { id } = await begun();
    const tick = (isDone: boolean) => changeRotation(OWNER, id, { step: "tested", isDone });
    await tick(false);
    await Promise.all([tick(true), changeRotation(SECOND_OWNER, id, { step: "tested", isDone: true })]);
    const { testedAt } = (await getRotation(OWNER, id)).rotation;
    pass(1_000);
    await tick(true);
    expect((await getRotation(OWNER, id)).rotation.testedAt).toBe(testedAt);
    await tick(false);
    await tick(false);
    expect((await newsOf(id)).slice(2)).toEqual(["rotation.change succeeded", "rotation.change succeeded"]);
  });

  it("takes no more ticks once it is finished", async () => {
    const { id } = await begun();
    await deleteClient(OWNER, clusterId, oldId);
    expect(await errorOf(changeRotation(OWNER, id, { step: "rolledOut", isDone: true }))).toMatchObject({
      code: "operation_changed",
    });
    expect((await getRotation(OWNER, id)).rotation.rolledOutAt).toBeNull();
  });

  it("ends when a sync finds the old client gone", async () => {
    const { id } = await begun();
    simulator().state.removeClient(oldId);
    await refreshedClients(OWNER, clusterId);
    expect((await getRotation(OWNER, id)).rotation).toMatchObject({ isOpen: false, oldDeletedAt: expect.any(String) });
    expect((await newsOf(id)).at(-1)).toBe("rotation.finish succeeded");
  });

  it.each<[string, FaultInput, "orphaned" | "absent"]>([
    ["reset after the commit", { ...CREATE, do: "reset", when: "after-commit", times: 1 }, "orphaned"],
    ["reset before the commit", { ...CREATE, do: "reset", times: 1 }, "absent"],
  ])("whose create is %s stays open, and one more request finishes it", async (_, fault, state) => {
    simulator().addFault(fault);
    const input = rotateInput();
    expect(await start(input)).toEqual({ outcome: "pending", rotationId: input.key });
    expect(await getRotation(OWNER, input.key)).toMatchObject({
      create: { state: "unknown" },
      rotation: { isOpen: true },
    });
    expect(await errorOf(createInRotation(OWNER, input.key, newKey()))).toMatchObject({ status: 409 });
    await settleAll();
    const { create } = await getRotation(OWNER, input.key);
    expect(create).toMatchObject({ state, rotationId: input.key });
    if (state === "orphaned") {
      const other = { ...newKey(), name: "orders-worker-3" };
      expect(await errorOf(createInRotation(OWNER, input.key, other))).toMatchObject({ code: "operation_changed" });
      await deleteClient(OWNER, clusterId, create?.clientId ?? "", { discards: create?.id });
    }
    expect(await createInRotation(OWNER, input.key, newKey())).toMatchObject({ outcome: "created" });
    expect(await errorOf(createInRotation(OWNER, input.key, { ...newKey(), name: "third" }))).toMatchObject({
      code: "operation_changed",
    });
    expect([simulator().count(CREATE), upstream()]).toEqual([2, ["orders-worker", "orders-worker-2"]]);
    expect((await getRotation(OWNER, input.key)).rotation.newClient).toMatchObject({ name: "orders-worker-2" });
    await expectNothingLost(simulator(), clusterId);
  });

  it.each([
    ["before", "before-commit" as const, "absent"],
    ["after", "after-commit" as const, "orphaned"],
  ])("of a process that died %s Camunda created the client says so", async (_, when, state) => {
    simulator().addFault({ ...CREATE, do: "hang", when, times: 1 });
    const input = rotateInput();
    const lost = start(input);
    await simulator().waitFor(CREATE, { until: "held" });
    pass(121_000);
    await reconcile();
    await settleAll();
    expect(await getRotation(OWNER, input.key)).toMatchObject({ create: { state }, rotation: { newClient: null } });
    expect(sent()).toEqual([1, 0]);
    simulator().release();
    await lost;
  });

  it("creates one client when two people press the button that finishes it", async () => {
    simulator().addFault({ ...CREATE, do: "reset", times: 1 });
    const input = rotateInput();
    await start(input);
    await settleAll();
    const results = await Promise.allSettled([
      createInRotation(OWNER, input.key, newKey()),
      createInRotation(SECOND_OWNER, input.key, { ...newKey(), name: "orders-worker-3" }),
    ]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect([simulator().count(CREATE), upstream()?.length]).toEqual([2, 2]);
  });
});

describeOnBothDatabases("a leaked secret", () => {
  it("deletes the old client first, then creates the new one, in one request", async () => {
    const input = leakInput();
    expect(await start(input)).toMatchObject({ outcome: "created", clientSecret: expect.any(String) });
    const requests = simulator().requests();
    expect(requests.map(({ method }) => method)).toEqual(["DELETE", "POST"]);
    expect(upstream()).toEqual(["orders-worker-2"]);
    expect((await getRotation(OWNER, input.key)).rotation).toMatchObject({ isOpen: false, reason: "leak" });
    expect((await newsOf(input.key)).at(-1)).toBe("rotation.finish succeeded");
    await changeRotation(OWNER, input.key, { step: "rolledOut", isDone: true });
    expect((await getRotation(OWNER, input.key)).rotation.rolledOutAt).not.toBeNull();
    expect(await start(input)).toEqual({ outcome: "pending", rotationId: input.key });
    expect(sent()).toEqual([1, 1]);
    await expectNothingLost(simulator(), clusterId);
  });

  it("is not over when the list has the old client again, whose delete got a 404", async () => {
    simulator().addFault({ ...DELETE, do: "answer", status: 404, times: 1 });
    const { key } = leakInput();
    await start(leakInput({ key }));
    expect((await getRotation(OWNER, key)).rotation.isOpen).toBe(false);
    await sync();
    expect((await getRotation(OWNER, key)).rotation).toMatchObject({ isOpen: true, oldDeletedAt: null });
    expect((await newsOf(key)).at(-1)).toBe("rotation.change corrected");
    await deleteClient(OWNER, clusterId, oldId);
    expect((await getRotation(OWNER, key)).rotation.isOpen).toBe(false);
    expect(upstream()).toEqual(["orders-worker-2"]);
  });

  it("needs the typed name, and a name that is free, before anything is deleted", async () => {
    expect((await errorOf(start(leakInput({ confirmation: "orders" })))).fields).toEqual({
      confirmation: expect.any(String),
    });
    expect(await errorOf(start(leakInput({ name: "orders-worker" })))).toMatchObject({ code: "name_taken" });
    expect([sent(), upstream()]).toEqual([[0, 0], ["orders-worker"]]);
  });

  it("deletes nothing while a client with the new name is being created", async () => {
    simulator().addFault({ ...CREATE, do: "hang", when: "before-commit", times: 1 });
    const creating = createClient(OWNER, clusterId, createInput({ name: "orders-worker-2" }));
    await simulator().waitFor(CREATE, { until: "held" });
    expect(await errorOf(start(leakInput()))).toMatchObject({ code: "name_in_progress" });
    expect([simulator().count(DELETE), upstream()]).toEqual([0, ["orders-worker"]]);
    simulator().release();
    await creating;
  });

  it("creates nothing when Camunda refuses to delete, and says so", async () => {
    simulator().addFault({ ...DELETE, do: "answer", status: 403, times: 1 });
    const input = leakInput();
    expect(await errorOf(start(input))).toMatchObject({
      code: "console_denied",
      message: expect.stringContaining("Nothing was deleted, and no client was created."),
    });
    expect([sent(), upstream(), await open()]).toEqual([[0, 1], ["orders-worker"], []]);
    expect(await newsOf(input.key)).toEqual(["rotation.start requested", "rotation.start rejected"]);
  });

  it.each<[string, FaultInput, "deleted" | "left"]>([
    ["after the commit", { ...DELETE, do: "reset", when: "after-commit", times: 1 }, "deleted"],
    ["before the commit", { ...DELETE, do: "reset", times: 1 }, "left"],
  ])("creates the new client when the delete is lost %s, and the page says what is left", async (_, fault, outcome) => {
    simulator().addFault(fault);
    simulator().addFault({ ...DELETE, do: "reset", times: 1 });
    const input = leakInput();
    expect(await start(input)).toMatchObject({ outcome: "created" });
    expect(await getRotation(OWNER, input.key)).toMatchObject({
      deletion: "unknown",
      rotation: { isOpen: true, oldDeletedAt: null, newClient: { name: "orders-worker-2" } },
    });
    await settleAll();
    const { rotation, deletion } = await getRotation(OWNER, input.key);
    expect([rotation.isOpen, deletion]).toEqual([outcome === "left", null]);
    if (outcome === "left") {
      expect(upstream()).toEqual(["orders-worker", "orders-worker-2"]);
      await deleteClient(OWNER, clusterId, oldId);
    }
    expect((await getRotation(OWNER, input.key)).rotation).toMatchObject({ isOpen: false });
    expect([simulator().count(CREATE), upstream()]).toEqual([1, ["orders-worker-2"]]);
    await expectNothingLost(simulator(), clusterId);
  });

  it.each<[string, FaultInput]>([
    ["refused", { ...CREATE, do: "answer", status: 403, times: 1 }],
    ["lost before the commit", { ...CREATE, do: "reset", times: 1 }],
  ])("is deleted, not created, when the create is %s, and one button finishes it", async (_, fault) => {
    simulator().addFault(fault);
    const input = leakInput();
    expect(await start(input)).toEqual({ outcome: "pending", rotationId: input.key });
    await settleAll();
    expect(upstream()).toEqual([]);
    const { rotation, create, mayChange } = await getRotation(OWNER, input.key);
    expect({ rotation, state: create?.state, mayChange }).toMatchObject({
      rotation: { isOpen: true, oldDeletedAt: expect.any(String), newClient: null },
      state: expect.stringMatching(/^(rejected|absent)$/),
      mayChange: true,
    });
    expect(await createInRotation(OWNER, input.key, newKey())).toMatchObject({ outcome: "created" });
    expect([upstream(), await open()]).toEqual([["orders-worker-2"], []]);
    await expectNothingLost(simulator(), clusterId);
  });

  it("of a process that died during the delete says what is true, and the button creates the new client", async () => {
    simulator().addFault({ ...DELETE, do: "hang", when: "after-commit", times: 1 });
    const input = leakInput();
    const lost = start(input);
    await simulator().waitFor(DELETE, { until: "held" });
    pass(121_000);
    await reconcile();
    await settleAll();
    expect(await getRotation(OWNER, input.key)).toMatchObject({
      create: null,
      rotation: { isOpen: true, oldDeletedAt: expect.any(String), newClient: null },
    });
    simulator().release();
    // If it was only slow, it comes too late for the browser to show a secret.
    expect(await lost).toEqual({ outcome: "pending", rotationId: input.key });
    expect(sent()).toEqual([0, 1]);
    expect(await createInRotation(OWNER, input.key, newKey())).toMatchObject({ outcome: "created" });
    expect([upstream(), await open()]).toEqual([["orders-worker-2"], []]);
  });

  it("gets one new client when somebody else creates it while the old one is being deleted", async () => {
    simulator().addFault({ ...DELETE, do: "hang", when: "after-commit", times: 1 });
    const input = leakInput();
    const starting = start(input);
    await simulator().waitFor(DELETE, { until: "held" });
    const other = { ...newKey(), name: "orders-worker-3" };
    expect(await createInRotation(SECOND_OWNER, input.key, other)).toMatchObject({ outcome: "created" });
    simulator().release();
    expect(await starting).toEqual({ outcome: "pending", rotationId: input.key });
    expect([sent(), upstream()]).toEqual([[1, 1], ["orders-worker-3"]]);
    expect(await open()).toEqual([]);
  });

  it("is replaced once when one request is sent twice at once", async () => {
    const input = leakInput();
    const twice = await Promise.all([start(input), start(input)]);
    expect(twice.map(({ outcome }) => outcome).toSorted()).toEqual(["created", "pending"]);
    expect([sent(), upstream()]).toEqual([[1, 1], ["orders-worker-2"]]);
  });

  it("is replaced once when two people report it at once", async () => {
    const results = await Promise.allSettled([
      start(leakInput()),
      start(leakInput({ name: "orders-worker-3" }), SECOND_OWNER),
    ]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect([sent(), upstream()?.length]).toEqual([[1, 1], 1]);
  });
});

describeOnBothDatabases("the deadline of a rotation", () => {
  const DUE = { deadlineAction: "delete" } as const;
  const dayLater = async () => {
    pass(86_400_001);
    await sync();
    // As three instances would at the same moment.
    await Promise.all([runJob(), runJob(), runJob()]);
  };

  it("deletes the old client once, when it has come and the new one is rolled out", async () => {
    const { id } = await begun(DUE);
    await changeRotation(OWNER, id, { step: "rolledOut", isDone: true });
    await runJob();
    expect(sent()).toEqual([1, 0]);
    await dayLater();
    await runJob();
    expect([sent(), upstream()]).toEqual([[1, 1], ["orders-worker-2"]]);
    expect((await getRotation(OWNER, id)).rotation).toMatchObject({ isOpen: false, oldDeletedAt: expect.any(String) });
    const deleted = await db().auditEvent.findFirst({ where: { clientId: oldId, action: "client.delete" } });
    expect(deleted).toMatchObject({ actorName: "Latchkey", detail: expect.stringContaining(OWNER.name) });
  });

  it.each<[string, (rotation: { id: string; newId: string }) => Promise<unknown>]>([
    ["it says to remind", ({ id }) => changeDeadline(OWNER, id, { ...rotateInput(), deadlineAction: "remind" })],
    [
      "it is put off",
      ({ id }) => changeDeadline(OWNER, id, { ...DUE, deadline: new Date(Date.now() + 30 * 86_400_000).toISOString() }),
    ],
    [
      "the new client is no longer rolled out",
      ({ id }) => changeRotation(OWNER, id, { step: "rolledOut", isDone: false }),
    ],
    ["it is given up", ({ id }) => changeRotation(OWNER, id, { givesUp: true })],
    ["the new client is gone", ({ newId }) => deleteClient(OWNER, clusterId, newId)],
  ])("deletes nothing when %s", async (_, change) => {
    const rotation = await begun(DUE);
    await changeRotation(OWNER, rotation.id, { step: "rolledOut", isDone: true });
    await change(rotation);
    simulator().resetCounts();
    await dayLater();
    expect([simulator().count(DELETE), upstream()?.includes("orders-worker")]).toEqual([0, true]);
  });

  it("deletes nothing when it is put off after an instance found it due", async () => {
    const { id } = await begun(DUE);
    await changeRotation(OWNER, id, { step: "rolledOut", isDone: true });
    pass(86_400_001);
    const found = await db().rotation.findUniqueOrThrow({ where: { id } });
    await changeDeadline(OWNER, id, rotateInput(DUE));
    await sync();
    await deleteOld(found);
    expect(sent()).toEqual([1, 0]);
    // It would be due in the tests below.
    await changeRotation(OWNER, id, { givesUp: true });
  });

  it("deletes nothing while the list is too old to say whether the new client is still there", async () => {
    const { id, newId } = await begun(DUE);
    await changeRotation(OWNER, id, { step: "rolledOut", isDone: true });
    await sync();
    // Latchkey sleeps, and somebody deletes the new client in Console meanwhile.
    simulator().state.removeClient(newId);
    pass(86_400_001);
    await runJob();
    expect([sent(), upstream()]).toEqual([[1, 0], ["orders-worker"]]);
    await sync();
    await runJob();
    expect([sent(), upstream()]).toEqual([[1, 0], ["orders-worker"]]);
    await changeRotation(OWNER, id, { givesUp: true });
  });

  it("deletes nothing while the new client may be deleted: its delete is under way, or has no clear outcome", async () => {
    const { id, newId } = await begun(DUE);
    await changeRotation(OWNER, id, { step: "rolledOut", isDone: true });
    pass(86_400_001);
    await sync();
    simulator().addFault({ ...DELETE, do: "reset", when: "after-commit", times: 1 });
    simulator().addFault({ ...DELETE, do: "reset", times: 1 });
    expect(await errorOf(deleteClient(OWNER, clusterId, newId))).toMatchObject({ code: "console_unreachable" });
    simulator().resetCounts();
    await runJob();
    expect([sent(), upstream()]).toEqual([[0, 0], ["orders-worker"]]);
    await settleAll();
    await changeRotation(OWNER, id, { givesUp: true });
  });

  it("comes also behind a hundred others that wait", async () => {
    const { id } = await begun(DUE);
    await changeRotation(OWNER, id, { step: "rolledOut", isDone: true });
    const deadline = new Date(Date.now() - 60_000);
    await db().rotation.createMany({
      data: Array.from({ length: 100 }, (_, at) => ({
        ...{
          id: crypto.randomUUID(),
          reason: "rotate",
          clusterId,
          oldClientId: `gone-${at}`,
          oldName: "o",
          newName: "n",
        },
        ...{
          openKey: `gone-${at}`,
          newClientId: `new-${at}`,
          deadline,
          deadlineAction: "delete",
          rolledOutAt: deadline,
        },
        ...{ startedById: OWNER.memberId, startedByName: OWNER.name, startedAt: deadline },
      })),
    });
    await dayLater();
    expect([sent(), upstream()]).toEqual([[1, 1], ["orders-worker-2"]]);
    await db().rotation.deleteMany({ where: { oldName: "o" } });
  });

  it("can't be made to delete another's client by somebody who may no longer delete it", async () => {
    const admin = principalWith(onClusters({ [clusterId]: "admin" }), "moved");
    const input = rotateInput();
    await start(input, admin);
    const creator = { ...principalWith(onClusters({ [clusterId]: "creator" }), "moved"), memberId: admin.memberId };
    expect(await errorOf(deleteClient(creator, clusterId, oldId))).toMatchObject({ code: "forbidden" });
    expect(await errorOf(changeDeadline(creator, input.key, rotateInput(DUE)))).toMatchObject({ code: "forbidden" });
    await changeDeadline(admin, input.key, rotateInput(DUE));
    await changeRotation(admin, input.key, { givesUp: true });
  });

  it("adds no more to an event than an instant has", async () => {
    const deadline = rotateInput().deadline.replace("Z", `${"0".repeat(50_000)}Z`);
    expect(rotationDeadlineInputSchema.safeParse({ deadline, ...DUE }).success).toBe(false);
  });

  it("tries again an hour after a refusal, and says nothing else happened", async () => {
    const { id } = await begun(DUE);
    await changeRotation(OWNER, id, { step: "rolledOut", isDone: true });
    simulator().addFault({ ...DELETE, do: "answer", status: 403, times: 1 });
    await dayLater();
    await runJob();
    expect([sent(), await open()]).toEqual([[1, 1], [id]]);
    pass(3_600_001);
    await sync();
    await runJob();
    expect([sent(), upstream()]).toEqual([[1, 2], ["orders-worker-2"]]);
  });

  it("can't be put off or given up while the delete is under way", async () => {
    const { id } = await begun(DUE);
    await changeRotation(OWNER, id, { step: "rolledOut", isDone: true });
    simulator().addFault({ ...DELETE, do: "hang", when: "after-commit", times: 1 });
    pass(86_400_001);
    await sync();
    const deleting = runJob();
    await simulator().waitFor(DELETE, { until: "held" });
    expect(await errorOf(changeRotation(OWNER, id, { givesUp: true }))).toMatchObject({ code: "delete_in_progress" });
    expect(await errorOf(changeDeadline(OWNER, id, rotateInput()))).toMatchObject({ code: "delete_in_progress" });
    simulator().release();
    await deleting;
    expect(sent()).toEqual([1, 1]);
  });
});
