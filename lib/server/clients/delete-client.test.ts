import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import type { ErrorCode } from "@/lib/contract/errors";
import { AUDITOR, OWNER, SECOND_OWNER } from "@/lib/server/access/testing/principals";
import { CREATE, DELETE, forgetToken, TOKEN, withSimulator } from "@/lib/server/camunda/testing/simulator";
import { createClient } from "@/lib/server/clients/create-client";
import { deleteClient } from "@/lib/server/clients/delete-client";
import {
  createInput,
  errorOf,
  expectNothingLost,
  pass,
  reconcile,
  refreshedClients,
  settleAll,
  stopTime,
} from "@/lib/server/clients/testing/create";
import { openDelete } from "@/lib/server/operations/operations";
import { db } from "@/lib/server/platform/database/db";
import { describeOnBothDatabases, describeOnSqlite } from "@/lib/server/platform/testing/database";
import type { FaultInput } from "@/simulator/faults";

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
async function outcomes() {
  const where = { action: "client.delete", clientId };
  return (await db().auditEvent.findMany({ where, orderBy: { seq: "asc" } })).map(({ outcome }) => outcome);
}

async function expectDone(_: string, fault: FaultInput): Promise<void> {
  simulator().addFault({ ...fault, times: 1 });
  await deleteClient(OWNER, clusterId, clientId);
  expect([simulator().count(DELETE), upstream(), await outcomes()]).toEqual([2, 0, ["requested", "succeeded"]]);
}
const DONE = "succeeds after %s: the second request gets a 404, because the first one deleted it";

async function expectRejected(status: number, code: ErrorCode): Promise<void> {
  simulator().addFault({ ...DELETE, do: "answer", status, times: status === 401 ? 2 : 1 });
  expect(await errorOf(deleteClient(OWNER, clusterId, clientId))).toMatchObject({ code });
  expect([upstream(), await outcomes()]).toEqual([1, ["requested", "rejected"]]);
  simulator().state.removeClient(clientId);
  expect(await errorOf(deleteClient(OWNER, clusterId, clientId))).toMatchObject({ code: "client_not_found" });
}
const REJECTED = "is rejected after a %i, and a later delete by somebody else is not recorded as ours";

describeOnSqlite("deleting a client", () => {
  it.each<[string, FaultInput]>([
    ["a 502", { ...DELETE, do: "html", status: 502, when: "after-commit" }],
    ["an HTML page with 207 instead of 204", { ...DELETE, do: "html", status: 207, when: "after-commit" }],
  ])(DONE, expectDone);

  it.each<[number, ErrorCode]>([
    [401, "console_credentials"],
    [429, "console_busy"],
  ])(REJECTED, expectRejected);
});

describeOnBothDatabases("deleting a client", () => {
  it.each<[string, FaultInput]>([["a reset", { ...DELETE, do: "reset", when: "after-commit" }]])(DONE, expectDone);
  it.each<[number, ErrorCode]>([[403, "console_denied"]])(REJECTED, expectRejected);

  it("sends one DELETE with its id, and marks it as gone", async () => {
    await deleteClient(OWNER, clusterId, clientId);
    expect(
      simulator()
        .requests()
        .map(({ method, path }) => `${method} ${path}`),
    ).toEqual([`DELETE /clusters/${clusterId}/clients/${clientId}`]);
    expect([upstream(), await outcomes()]).toEqual([0, ["requested", "succeeded"]]);
    expect((await db().client.findFirst({ where: { clientId } }))?.goneAt).toBeInstanceOf(Date);
  });

  it("does not touch a client with the same name in another cluster", async () => {
    const other = simulator().state.addCluster({ name: "Other", clients: [{ name: "orders-worker" }] });
    await deleteClient(OWNER, clusterId, clientId);
    expect(simulator().state.cluster(other.uuid)?.clients).toHaveLength(1);
  });

  it("is client_not_found when it was deleted elsewhere, and marks it as gone", async () => {
    simulator().state.removeClient(clientId);
    expect(await errorOf(deleteClient(OWNER, clusterId, clientId))).toMatchObject({ code: "client_not_found" });
    expect(await outcomes()).toEqual(["requested", "absent"]);
    expect((await db().client.findFirst({ where: { clientId } }))?.goneAt).toBeInstanceOf(Date);
  });

  it("succeeds with the second request when the first one was lost before the commit", async () => {
    simulator().addFault({ ...DELETE, do: "reset", times: 1 });
    await deleteClient(OWNER, clusterId, clientId);
    expect([simulator().count(DELETE), upstream()]).toEqual([2, 0]);
  });

  it("reports that it may be deleted after two lost responses, and a later attempt settles it", async () => {
    simulator().addFault({ ...DELETE, do: "reset", when: "after-commit", times: 1 });
    simulator().addFault({ ...DELETE, do: "reset", times: 1 });
    const error = await errorOf(deleteClient(OWNER, clusterId, clientId));
    expect(error).toMatchObject({ code: "console_unreachable", message: expect.stringContaining("may be deleted") });
    await deleteClient(OWNER, clusterId, clientId);
    expect(await outcomes()).toEqual(["requested", "unknown", "requested", "succeeded"]);
    // Each request has one final event: the first one's comes from the reconcile job.
    await settleAll();
    await expectNothingLost(simulator(), clusterId);
  });

  it("is rejected when no token could be had, because nothing was sent", async () => {
    forgetToken();
    simulator().addFault({ ...TOKEN, do: "answer", status: 503, body: "" });
    const error = await errorOf(deleteClient(OWNER, clusterId, clientId));
    expect(error.message).not.toContain("may be deleted already");
    expect([simulator().count(DELETE), await outcomes()]).toEqual([0, ["requested", "rejected"]]);
  });

  it("is refused for an auditor, with an event and without an upstream request", async () => {
    expect(await errorOf(deleteClient(AUDITOR, clusterId, clientId))).toMatchObject({ code: "forbidden" });
    expect(simulator().requests()).toEqual([]);
    expect(await db().auditEvent.findFirst({ where: { clientId, action: "access.refuse" } })).toMatchObject({
      outcome: "refused",
      actorId: AUDITOR.memberId,
      detail: '{"right":"clients.delete"}',
    });
  });

  it("of unknown outcome gets its final event from the reconcile job", async () => {
    simulator().addFault({ ...DELETE, do: "reset", when: "after-commit", times: 1 });
    simulator().addFault({ ...DELETE, do: "answer", status: 503, times: 1 });
    await errorOf(deleteClient(OWNER, clusterId, clientId));
    expect(await outcomes()).toEqual(["requested", "unknown"]);
    await reconcile();
    expect(await outcomes()).toEqual(["requested", "unknown"]);
    pass(2_001);
    await reconcile();
    expect(await outcomes()).toEqual(["requested", "unknown", "succeeded"]);
    await expectNothingLost(simulator(), clusterId);
  });

  it("stays unknown when only the second response is clear, because the first request may have deleted it", async () => {
    simulator().addFault({ ...DELETE, do: "reset", when: "after-commit", times: 1 });
    simulator().addFault({ ...DELETE, do: "answer", status: 429, times: 1 });
    const error = await errorOf(deleteClient(OWNER, clusterId, clientId));
    expect(error).toMatchObject({ code: "console_unreachable", message: expect.stringContaining("may be deleted") });
    expect([upstream(), await outcomes()]).toEqual([0, ["requested", "unknown"]]);
    await deleteClient(OWNER, clusterId, clientId);
    expect(await outcomes()).toEqual(["requested", "unknown", "requested", "succeeded"]);
  });

  it("that was never carried out ends as not_done, once", async () => {
    simulator().addFault({ ...DELETE, do: "reset", times: 2 });
    await errorOf(deleteClient(OWNER, clusterId, clientId));
    await settleAll();
    expect([upstream(), await outcomes()]).toEqual([1, ["requested", "unknown", "not_done"]]);
    await expectNothingLost(simulator(), clusterId);
  });

  it("sends one DELETE when two people delete a client at the same time, and refuses the other", async () => {
    simulator().addFault({ ...DELETE, do: "hang", when: "after-commit" });
    const attempts = [OWNER, SECOND_OWNER].map((principal) => deleteClient(principal, clusterId, clientId));
    const refusal = await Promise.race(attempts.map((attempt) => attempt.catch((error: unknown) => error)));
    expect(refusal).toMatchObject({ code: "delete_in_progress", status: 409 });
    await simulator().waitFor(DELETE, { until: "held" });
    simulator().release();
    await Promise.allSettled(attempts);
    expect([simulator().count(DELETE), await outcomes()]).toEqual([1, ["requested", "succeeded"]]);
  });

  it.each([
    ["listed", true],
    ["not listed yet", false],
  ])("is refused for a client that is %s and whose create is still open", async (_, isListed) => {
    simulator().addFault({ ...CREATE, do: "hang", when: "after-commit", times: 1 });
    const creating = createClient(OWNER, clusterId, createInput({ name: "in-flight" }));
    await simulator().waitFor(CREATE, { until: "held" });
    const created = simulator().state.cluster(clusterId)?.clients.at(-1)?.clientId ?? "";
    if (isListed)
      expect((await refreshedClients(SECOND_OWNER, clusterId)).clients).toMatchObject([
        { clientId: created, origin: "creating", createdBy: OWNER.name },
        { clientId, origin: "managed" },
      ]);
    expect(await errorOf(deleteClient(SECOND_OWNER, clusterId, created))).toMatchObject({
      code: "create_in_progress",
      status: 409,
      message: expect.stringContaining("Nothing was deleted"),
    });
    // A client with another name is not affected.
    await deleteClient(SECOND_OWNER, clusterId, clientId);
    expect([simulator().count(DELETE), upstream()]).toEqual([1, 1]);
    simulator().release();
    expect(await creating).toMatchObject({ outcome: "created" });
    expect((await refreshedClients(SECOND_OWNER, clusterId)).clients).toMatchObject([{ origin: "managed" }]);
    await deleteClient(SECOND_OWNER, clusterId, created);
    expect(upstream()).toBe(0);
    await expectNothingLost(simulator(), clusterId);
  });

  it("is accepted for a client from before an open create with the same name", async () => {
    simulator().addFault({ ...CREATE, do: "hang", times: 1 });
    const creating = errorOf(createClient(OWNER, clusterId, createInput()));
    await simulator().waitFor(CREATE, { until: "held" });
    expect((await refreshedClients(SECOND_OWNER, clusterId)).clients).toMatchObject([{ origin: "managed" }]);
    await deleteClient(SECOND_OWNER, clusterId, clientId);
    expect(upstream()).toBe(0);
    simulator().hangs.breakOff();
    await creating.catch(() => undefined);
    await settleAll();
  });

  it("has one final event, even when lists are read while it is slow", async () => {
    simulator().addFault({ ...DELETE, do: "hang", when: "after-commit" });
    const deleting = deleteClient(OWNER, clusterId, clientId);
    await simulator().waitFor(DELETE, { until: "held" });
    expect((await refreshedClients(OWNER, clusterId)).clients).toEqual([]);
    await reconcile();
    simulator().release();
    await deleting;
    await settleAll();
    expect(await outcomes()).toEqual(["requested", "succeeded"]);
    await expectNothingLost(simulator(), clusterId);
  });

  it("has one final event, even when it outlasts its lease and the reconcile job settles it first", async () => {
    simulator().addFault({ ...DELETE, do: "hang", when: "after-commit" });
    const deleting = deleteClient(OWNER, clusterId, clientId);
    await simulator().waitFor(DELETE, { until: "held" });
    for (const ms of [121_000, 2_001]) {
      pass(ms);
      await reconcile();
    }
    expect(await outcomes()).toEqual(["requested", "unknown", "succeeded"]);
    simulator().release();
    await deleting;
    expect(await outcomes()).toEqual(["requested", "unknown", "succeeded"]);
    await expectNothingLost(simulator(), clusterId);
  });

  it("that a crashed process left open is finished by the reconcile job once its lease has expired", async () => {
    const place = { clusterId, clusterName: "Orders" };
    const target = { clientId, clientName: "orders-worker", discards: undefined };
    await openDelete(OWNER, place, target);
    simulator().state.removeClient(clientId);
    pass(119_000);
    await reconcile();
    expect(await outcomes()).toEqual(["requested"]);
    pass(2_000);
    await settleAll();
    expect(await outcomes()).toEqual(["requested", "unknown", "succeeded"]);
    await expectNothingLost(simulator(), clusterId);
  });

  it("of an orphan restores its state when Camunda refuses", async () => {
    await db().operation.updateMany({ where: { clientId }, data: { state: "orphaned" } });
    const operation = await db().operation.findFirst({ where: { clientId, kind: "create" } });
    simulator().addFault({ ...DELETE, do: "answer", status: 403, times: 1 });
    await errorOf(deleteClient(OWNER, clusterId, clientId, { discards: operation?.id }));
    const stateNow = async () => (await db().operation.findUnique({ where: { id: operation?.id ?? "" } }))?.state;
    expect(await stateNow()).toBe("orphaned");
    await deleteClient(OWNER, clusterId, clientId, { discards: operation?.id });
    expect(await stateNow()).toBe("discarded");
  });
});
