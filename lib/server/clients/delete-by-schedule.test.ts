import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { OWNER } from "@/lib/server/access/testing/principals";
import { DELETE, withSimulator } from "@/lib/server/camunda/testing/simulator";
import { createClient } from "@/lib/server/clients/create-client";
import { deleteBySchedule } from "@/lib/server/clients/delete-by-schedule";
import { deleteClient } from "@/lib/server/clients/delete-client";
import { createInput, errorOf, expectNothingLost, settleAll, stopTime } from "@/lib/server/clients/testing/create";
import { db } from "@/lib/server/platform/database/db";
import { describeOnBothDatabases } from "@/lib/server/platform/testing/database";

const simulator = withSimulator();
beforeAll(stopTime);
afterAll(() => {
  vi.useRealTimers();
});

let clusterId: string;
let clientId: string;
beforeEach(async () => {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  clusterId = simulator().state.addCluster({ name: "Orders" }).uuid;
  const { operation } = await createClient(OWNER, clusterId, createInput());
  clientId = operation.clientId ?? "";
  simulator().resetCounts();
});

const upstream = () => simulator().state.cluster(clusterId)?.clients.length;
const deletes = () =>
  db().auditEvent.findMany({ where: { action: "client.delete", clientId }, orderBy: { seq: "asc" } });
const run = (stillDue = async () => true) =>
  deleteBySchedule({
    clusterId,
    clientId,
    clientName: "orders-worker",
    setById: OWNER.memberId,
    setByName: OWNER.name,
    stillDue,
  });

describeOnBothDatabases("deleting a client on a date", () => {
  it("deletes it once by its ID, as Latchkey, and the history says who set the date", async () => {
    expect(await Promise.all([run(), run(), run()])).toContainEqual({ kind: "deleted" });
    expect(await run()).toEqual({ kind: "not_due" });
    expect([simulator().count(DELETE), upstream()]).toEqual([1, 0]);
    const events = await deletes();
    expect(events).toMatchObject([
      { outcome: "requested", actorId: null, actorName: "Latchkey", role: null },
      { outcome: "succeeded", actorId: null, actorName: "Latchkey", role: null },
    ]);
    expect(JSON.parse(events[0]?.detail ?? "")).toEqual({
      because: "client_end",
      setBy: OWNER.name,
      setById: OWNER.memberId,
    });
    await expectNothingLost(simulator(), clusterId);
  });

  it("stores and sends nothing when it is no longer due", async () => {
    expect(await run(async () => false)).toEqual({ kind: "not_due" });
    expect([simulator().count(DELETE), upstream(), await deletes()]).toEqual([0, 1, []]);
    expect(await db().operation.count({ where: { clusterId, kind: "delete" } })).toBe(0);
  });

  it("waits while somebody is deleting the client", async () => {
    simulator().addFault({ ...DELETE, do: "hang", when: "after-commit" });
    const deleting = deleteClient(OWNER, clusterId, clientId);
    await simulator().waitFor(DELETE, { until: "held" });
    expect(await run()).toEqual({ kind: "not_due" });
    simulator().release();
    await deleting;
    expect(simulator().count(DELETE)).toBe(1);
  });

  it("sends nothing while the outcome is unknown, and again once nothing was carried out", async () => {
    simulator().addFault({ ...DELETE, do: "reset", times: 2 });
    expect(await run()).toMatchObject({ kind: "unclear", error: { code: "console_unreachable" } });
    expect(await run()).toEqual({ kind: "not_due" });
    expect(simulator().count(DELETE)).toBe(2);
    await settleAll();
    expect(await run()).toEqual({ kind: "deleted" });
    expect((await deletes()).map(({ outcome }) => outcome)).toEqual([
      ...["requested", "unknown", "not_done"],
      ...["requested", "succeeded"],
    ]);
    await expectNothingLost(simulator(), clusterId);
  });

  it("is still due after a refusal, and a person can delete the client meanwhile", async () => {
    simulator().addFault({ ...DELETE, do: "answer", status: 403, times: 1 });
    expect(await run()).toMatchObject({ kind: "refused", error: { code: "console_denied" } });
    expect(upstream()).toBe(1);
    await deleteClient(OWNER, clusterId, clientId);
    expect(await run()).toEqual({ kind: "not_due" });
    expect(await errorOf(deleteClient(OWNER, clusterId, clientId))).toMatchObject({ code: "client_not_found" });
  });
});
