import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import type { MetadataChanges } from "@/lib/contract/metadata";
import { OWNER } from "@/lib/server/access/testing/principals";
import { DELETE, forgetTimers, LIST, skipAllTokenWaits, withSimulator } from "@/lib/server/camunda/testing/simulator";
import { createClient } from "@/lib/server/clients/create-client";
import { deleteClient } from "@/lib/server/clients/delete-client";
import {
  createInput,
  errorOf,
  expectNothingLost,
  pass,
  reconcile,
  refreshedClients,
  stopTime,
} from "@/lib/server/clients/testing/create";
import { listClusters } from "@/lib/server/clusters/list-clusters";
import { deleteIfDue } from "@/lib/server/ends/delete-due";
import { ENDS } from "@/lib/server/ends/ends-job";
import { changeMetadata } from "@/lib/server/inventory/change-metadata";
import { runJob } from "@/lib/server/jobs/runner";
import { firstLook } from "@/lib/server/metadata/end-steps";
import { db } from "@/lib/server/platform/database/db";
import { processState } from "@/lib/server/platform/process-state";
import { describeOnBothDatabases } from "@/lib/server/platform/testing/database";
import { changeRotation } from "@/lib/server/rotations/change-rotation";
import { startRotation } from "@/lib/server/rotations/start-rotation";
import { rotateInput } from "@/lib/server/rotations/testing/rotate";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const simulator = withSimulator();
beforeAll(stopTime);
afterAll(() => {
  vi.useRealTimers();
});

let clusterId = "";
beforeEach(async () => {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  skipAllTokenWaits();
  processState("rate-limits", () => new Map()).clear();
  clusterId = simulator().state.addCluster({ name: "Orders" }).uuid;
  await listClusters(OWNER, { refresh: "1" });
  await db().organization.updateMany({ data: { endsHeldUntil: null } });
});

const at = (ms: number) => new Date(Date.now() + ms).toISOString();
const run = () => ENDS.run({ startedAt: new Date(), signal: new AbortController().signal });
/** What an instance that has been up all the time leaves. */
const awake = () =>
  db().job.upsert({
    where: { name: ENDS.name },
    create: { name: ENDS.name, ranAt: new Date() },
    update: { ranAt: new Date() },
  });
/** Lets time pass with Latchkey up and Camunda's lists current, and runs the job in two instances at once. */
async function live(ms: number, { step = ms } = {}): Promise<void> {
  for (let left = ms; left > 0; left -= step) {
    pass(Math.min(left, step));
    await awake();
    await refreshedClients(OWNER, clusterId);
    await Promise.all([run(), run()]);
  }
}

async function created(input: Partial<Parameters<typeof createInput>[0]> = {}): Promise<string> {
  const { operation } = await createClient(
    OWNER,
    clusterId,
    createInput({ name: `w-${crypto.randomUUID()}`.slice(0, 20), ...input }),
  );
  return operation.clientId ?? "";
}
const change = (clientId: string, changes: MetadataChanges) =>
  changeMetadata(OWNER, { clients: [{ clusterId, clientId, changes }] });
const rowOf = (clientId: string) =>
  db().client.findUniqueOrThrow({ where: { clusterId_clientId: { clusterId, clientId } } });
const isThere = (clientId: string) =>
  simulator()
    .state.cluster(clusterId)
    ?.clients.some((client) => client.clientId === clientId);
async function noticesOf(clientId: string): Promise<string[]> {
  const { id } = await rowOf(clientId);
  const events = await db().noticeEvent.findMany({
    where: { clientRowId: id },
    orderBy: [{ at: "asc" }, { key: "asc" }],
  });
  return events.map(({ kind, detail }) => [kind, JSON.parse(detail).minutesBefore].filter(Boolean).join(" "));
}
const deletesOf = (clientId: string) =>
  db().auditEvent.findMany({ where: { action: "client.delete", clientId }, orderBy: { seq: "asc" } });

describeOnBothDatabases("the end of a client", () => {
  it("warns 7 days, 1 day and 1 hour before, deletes it once at its end, and tells that it did", async () => {
    const clientId = await created({ end: { at: at(10 * DAY), action: "delete" } });
    await live(10 * DAY - 1, { step: DAY });
    expect(await noticesOf(clientId)).toEqual(["end_near 10080", "end_near 1440", "end_near 60"]);
    expect(isThere(clientId)).toBe(true);
    // The last warning was written a moment ago, because the days passed in one step.
    await live(HOUR - 1);
    expect(isThere(clientId)).toBe(true);
    await live(1);
    expect(isThere(clientId)).toBe(false);
    expect((await noticesOf(clientId)).at(-1)).toBe("client_ended");
    const events = await deletesOf(clientId);
    expect(events).toMatchObject([
      { outcome: "requested", actorId: null, actorName: "Latchkey" },
      { outcome: "succeeded", actorId: null, actorName: "Latchkey" },
    ]);
    expect(JSON.parse(events[0]?.detail ?? "")).toMatchObject({ because: "client_end", setBy: OWNER.name });
    await live(DAY);
    expect(simulator().count(DELETE)).toBe(1);
    expect(await noticesOf(clientId)).toHaveLength(4);
    await expectNothingLost(simulator(), clusterId);
  });

  it("only reminds of a client that is to stay", async () => {
    const clientId = await created({ end: { at: at(31 * DAY), action: "remind" } });
    await live(32 * DAY, { step: DAY });
    expect(await noticesOf(clientId)).toEqual(["end_near 43200", "end_near 10080", "end_near 1440", "client_ended 0"]);
    expect(isThere(clientId)).toBe(true);
    expect(await rowOf(clientId)).toMatchObject({ endDueAt: null, goneAt: null });
  });

  it("writes of the warnings that were slept over the nearest alone, and waits an hour after it", async () => {
    const clientId = await created({ end: { at: at(30 * DAY), action: "delete" } });
    await live(31 * DAY);
    expect(await noticesOf(clientId)).toEqual(["end_near 60"]);
    await live(HOUR - 1);
    expect(isThere(clientId)).toBe(true);
    await live(1);
    expect(isThere(clientId)).toBe(false);
  });

  it("can be put off by one click, and the history says so", async () => {
    const clientId = await created({ end: { at: at(2 * HOUR), action: "delete" } });
    await live(90 * MINUTE, { step: 15 * MINUTE });
    const end = await rowOf(clientId);
    const { undo } = await change(clientId, { putOffDays: 1 });
    const later = await rowOf(clientId);
    expect(later.endsAt).toEqual(new Date((end.endsAt?.getTime() ?? 0) + DAY));
    expect(later).toMatchObject({ endAction: "delete", endSetById: OWNER.memberId });
    await live(2 * HOUR, { step: HOUR });
    expect(isThere(clientId)).toBe(true);
    const events = await db().auditEvent.findMany({ where: { clientId, action: "client.put-off" } });
    expect(JSON.parse(events[0]?.detail ?? "").changes).toEqual([
      { field: "end", from: expect.stringMatching(/ UTC, delete it then$/), to: expect.any(String) },
    ]);
    // The former end has passed by now: an undo must not delete it at once.
    expect((await errorOf(changeMetadata(OWNER, { clients: undo }))).code).toBe("invalid_input");
    await live(21 * HOUR);
    await live(2 * HOUR, { step: HOUR });
    expect(isThere(clientId)).toBe(false);
  });

  it("can't be put off while it is being deleted", async () => {
    const clientId = await created({ end: { at: at(HOUR), action: "delete" } });
    await live(30 * MINUTE);
    pass(HOUR);
    await awake();
    await refreshedClients(OWNER, clusterId);
    simulator().addFault({ ...DELETE, do: "hang" });
    const running = run();
    await simulator().waitFor(DELETE);
    expect((await errorOf(change(clientId, { putOffDays: 1 }))).code).toBe("delete_in_progress");
    simulator().release();
    await running;
    expect([isThere(clientId), await noticesOf(clientId)]).toEqual([false, ["end_near 60", "client_ended"]]);
  });

  it("does not come when somebody has put it off since the job looked", async () => {
    const clientId = await created({ end: { at: at(HOUR), action: "delete" } });
    await live(30 * MINUTE);
    pass(HOUR);
    await refreshedClients(OWNER, clusterId);
    const seen = await rowOf(clientId);
    await change(clientId, { putOffDays: 1 });
    await deleteIfDue(seen);
    expect([isThere(clientId), simulator().count(DELETE), await deletesOf(clientId)]).toEqual([true, 0, []]);
  });

  it("is not kept when a rotation starts at that moment, or the rotation is refused", async () => {
    const clientIds = await Promise.all(
      Array.from({ length: 8 }, () => created({ end: { at: at(HOUR), action: "delete" } })),
    );
    await live(30 * MINUTE);
    pass(HOUR);
    await awake();
    await refreshedClients(OWNER, clusterId);
    const starts = clientIds.map((clientId, index) =>
      startRotation(OWNER, clusterId, clientId, rotateInput({ name: `new-${index}` })).then(
        () => "rotates",
        (error: { code: string }) => error.code,
      ),
    );
    await Promise.all([run(), run(), ...starts]);
    for (const [index, clientId] of clientIds.entries())
      expect([await starts[index], isThere(clientId)]).toBeOneOf([
        ["rotates", true],
        ["delete_in_progress", false],
        ["client_not_found", false],
      ]);
  });

  it("comes no sooner than an hour after a new warning once a rotation has ended, and takes not both clients", async () => {
    const clientId = await created({ end: { at: at(2 * DAY), action: "delete" } });
    await live(DAY);
    const input = rotateInput({ name: `n-${crypto.randomUUID()}`.slice(0, 20), deadline: at(7 * DAY) });
    const result = await startRotation(OWNER, clusterId, clientId, input);
    const newId = result.outcome === "created" ? result.connection.clientId : "";
    await live(5 * DAY, { step: 12 * HOUR });
    expect([isThere(clientId), isThere(newId), await noticesOf(newId)]).toEqual([true, true, ["end_near 60"]]);
    await deleteClient(OWNER, clusterId, clientId);
    await live(5 * MINUTE);
    expect([isThere(newId), await noticesOf(newId)]).toEqual([true, ["end_near 60", "end_near 60"]]);
    await live(59 * MINUTE);
    expect(isThere(newId)).toBe(true);
    await live(5 * MINUTE);
    expect(isThere(newId)).toBe(false);
  });

  it("is warned of again after each of two rotations in a chain, whichever ends last", async () => {
    const first = await created({ end: { at: at(2 * DAY), action: "delete" } });
    const rotated = async (clientId: string) => {
      const name = `n-${crypto.randomUUID()}`.slice(0, 20);
      const result = await startRotation(OWNER, clusterId, clientId, rotateInput({ name, deadline: at(7 * DAY) }));
      if (result.outcome !== "created") throw new Error("It was not created.");
      return { id: result.rotationId, newId: result.connection.clientId };
    };
    const earlier = await rotated(first);
    pass(MINUTE);
    const { id: later } = await rotated(earlier.newId);
    await changeRotation(OWNER, later, { givesUp: true });
    await live(3 * DAY, { step: 12 * HOUR });
    const warnings = await noticesOf(earlier.newId);
    expect([isThere(earlier.newId), warnings.at(-1)]).toEqual([true, "end_near 60"]);
    await changeRotation(OWNER, earlier.id, { givesUp: true });
    await live(5 * MINUTE);
    expect([isThere(earlier.newId), await noticesOf(earlier.newId)]).toEqual([true, [...warnings, "end_near 60"]]);
    await live(HOUR);
    expect(isThere(earlier.newId)).toBe(false);
  });

  it.each(["oldClientId", "newClientId"] as const)("waits for a rotation of it (%s)", async (column) => {
    const clientId = await created({ end: { at: at(HOUR), action: "delete" } });
    const other = { oldClientId: "another", newClientId: "yet-another" };
    const rotation = await db().rotation.create({
      data: {
        ...{
          id: crypto.randomUUID(),
          reason: "rotate",
          clusterId,
          oldName: "a",
          newName: "b",
          ...other,
          [column]: clientId,
        },
        ...{ openKey: clientId, deadline: new Date(Date.now() + DAY), deadlineAction: "remind" },
        ...{ startedById: OWNER.memberId, startedByName: OWNER.name, startedAt: new Date() },
      },
    });
    await live(3 * HOUR, { step: 30 * MINUTE });
    expect([isThere(clientId), simulator().count(DELETE)]).toEqual([true, 0]);
    await db().rotation.update({ where: { id: rotation.id }, data: { openKey: null, givenUpAt: new Date() } });
    await live(10 * MINUTE);
    expect(isThere(clientId)).toBe(true);
    await live(HOUR);
    expect(isThere(clientId)).toBe(false);
  });

  it("waits while the list of its cluster is old, incomplete, or could not be read", async () => {
    const clientId = await created({ end: { at: at(HOUR), action: "delete" } });
    await live(30 * MINUTE);
    await live(40 * MINUTE);
    pass(40 * MINUTE);
    const cluster = (data: object) => db().cluster.update({ where: { id: clusterId }, data });
    const isDeleted = async () => {
      pass(6 * MINUTE);
      await awake();
      await run();
      return !isThere(clientId);
    };
    expect(await isDeleted()).toBe(false);
    await refreshedClients(OWNER, clusterId);
    await cluster({ clientsComplete: false });
    expect(await isDeleted()).toBe(false);
    await cluster({ clientsComplete: true, syncError: "console_denied" });
    expect(await isDeleted()).toBe(false);
    expect(simulator().count(DELETE)).toBe(0);
    await cluster({ syncError: null });
    expect(await isDeleted()).toBe(true);
  });

  it("waits for an hour after a sleep over its time", async () => {
    const clientId = await created({ end: { at: at(2 * HOUR), action: "delete" } });
    await live(110 * MINUTE, { step: 10 * MINUTE });
    expect(await noticesOf(clientId)).toEqual(["end_near 60"]);
    pass(20 * MINUTE);
    await refreshedClients(OWNER, clusterId);
    await run();
    await live(HOUR - MINUTE, { step: 10 * MINUTE });
    expect(isThere(clientId)).toBe(true);
    await live(10 * MINUTE);
    expect(isThere(clientId)).toBe(false);
  });

  it("says nothing of a client that a person deleted, and keeps the end of one that appears again", async () => {
    const deleted = await created({ end: { at: at(2 * DAY), action: "delete" } });
    await deleteClient(OWNER, clusterId, deleted);
    const clientId = await created({ end: { at: at(2 * DAY), action: "delete" } });
    const upstream = simulator().state.client(clientId)?.client;
    simulator().state.removeClient(clientId);
    await live(DAY);
    expect((await rowOf(clientId)).goneAt).not.toBeNull();
    simulator().state.addClients(clusterId, upstream ? [upstream] : []);
    await live(DAY);
    expect(await noticesOf(clientId)).toEqual(["end_near 60"]);
    await live(HOUR);
    expect([isThere(clientId), await noticesOf(clientId)]).toEqual([false, ["end_near 60", "client_ended"]]);
    expect(await noticesOf(deleted)).toEqual([]);
  });

  it("asks for a review once, and once more after it was confirmed and its rhythm has passed", async () => {
    const clientId = await created();
    await change(clientId, { reviewEveryDays: 90 });
    await live(91 * DAY, { step: 13 * DAY });
    expect(await noticesOf(clientId)).toEqual(["review_due"]);
    const { undo } = await change(clientId, { isStillNeeded: true });
    expect(undo[0]?.changes).toEqual({ reviewOn: expect.any(String) });
    const days = ((await rowOf(clientId)).reviewAt?.getTime() ?? 0) / DAY - Math.floor(Date.now() / DAY);
    expect(days).toBe(90);
    await live(91 * DAY, { step: 13 * DAY });
    expect(await noticesOf(clientId)).toEqual(["review_due", "review_due"]);
    expect(await db().auditEvent.count({ where: { clientId, action: "client.review" } })).toBe(1);
  });

  it("of 60 clients deletes each temporary one once, none early and none that was put off", async () => {
    const groups = 6;
    const clients = Array.from({ length: 60 }, (_, index) => ({ name: `worker-${index}` }));
    simulator().state.addClients(clusterId, clients);
    await refreshedClients(OWNER, clusterId);
    const start = Date.now();
    const all = await db().client.findMany({ where: { clusterId }, orderBy: { id: "asc" } });
    // Half are temporary; the others have no end.
    const rows = all.filter((_, index) => index % 2 === 0);
    const staying = all.filter((_, index) => index % 2 === 1).map(({ clientId }) => clientId);
    const groupOf = new Map(rows.map(({ clientId }, index) => [clientId, index % groups]));
    for (let group = 0; group < groups; group++) {
      const end = { endsAt: new Date(start + (2 + group) * HOUR), endAction: "delete" };
      const ids = rows.flatMap(({ id }, index) => (index % groups === group ? [id] : []));
      const endDueAt = firstLook({ ...end, reviewAt: null }, new Date());
      await db().client.updateMany({ where: { id: { in: ids } }, data: { ...end, endSetByName: "una", endDueAt } });
    }
    // One in ten is put off, each shortly before its end.
    const putOff = new Set(
      rows.flatMap(({ clientId }, index) => (Math.floor(index / groups) % 10 === 3 ? [clientId] : [])),
    );
    const deletedAt = new Map<string, number>();
    const woke: number[] = [];
    const left = () =>
      new Set(
        simulator()
          .state.cluster(clusterId)
          ?.clients.map(({ clientId }) => clientId),
      );
    const TICK = 20 * MINUTE;
    for (let tick = 1; tick <= 32; tick++) {
      forgetTimers();
      pass(TICK);
      const before = left();
      const isAsleep = tick >= 13 && tick <= 15;
      // Of every four ticks Console fails in two: it refuses in one, and in the other its responses are lost.
      simulator().clearFaults();
      if (tick % 4 === 1)
        for (const each of [DELETE, LIST]) simulator().addFault({ ...each, do: "answer", status: 503 });
      if (tick % 4 === 2) simulator().addFault({ ...DELETE, do: "reset", when: "after-commit" });
      const due = [...putOff].filter((clientId) => {
        const endsAt = start + (2 + (groupOf.get(clientId) ?? 0)) * HOUR;
        return endsAt - Date.now() > 0 && endsAt - Date.now() <= TICK;
      });
      if (due.length > 0)
        await changeMetadata(OWNER, {
          clients: due.map((clientId) => ({ clusterId, clientId, changes: { putOffDays: 30 } })),
        });
      if (isAsleep) continue;
      if (tick === 16) woke.push(Date.now());
      else await awake();
      await refreshedClients(OWNER, clusterId);
      // Two instances by their lease, and at times without one, as after a pause of the process that holds it.
      await Promise.all(tick % 5 === 0 ? [run(), run()] : [runJob(ENDS), runJob(ENDS)]);
      await reconcile();
      const after = left();
      for (const clientId of before) if (!after.has(clientId)) deletedAt.set(clientId, Date.now());
    }
    simulator().clearFaults();
    expect(left()).toEqual(new Set([...staying, ...putOff]));
    for (const [clientId, group] of groupOf) {
      if (putOff.has(clientId)) continue;
      const gone = deletedAt.get(clientId) ?? 0;
      expect(gone).toBeGreaterThanOrEqual(start + (2 + group) * HOUR);
      for (const wake of woke) expect(gone >= wake && gone < wake + HOUR).toBe(false);
    }
    await live(10 * MINUTE);
    const where = { clusterId, action: "client.delete", outcome: { in: ["succeeded", "absent"] } };
    const finals = await db().auditEvent.findMany({ where, select: { clientId: true, outcome: true } });
    expect(finals).toHaveLength(rows.length - putOff.size);
    expect(new Set(finals.map(({ clientId }) => clientId)).size).toBe(rows.length - putOff.size);
    const told = await db().noticeEvent.findMany({ where: { clusterId, kind: "client_ended" } });
    expect(new Set(told.map(({ clientRowId }) => clientRowId)).size).toBe(rows.length - putOff.size);
    expect(told).toHaveLength(rows.length - putOff.size);
  }, 120_000);
});
