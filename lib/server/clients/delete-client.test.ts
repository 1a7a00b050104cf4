import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { AUDITOR, OWNER, SECOND_OWNER } from "@/lib/server/access/testing/principals";
import { DELETE, withSimulator } from "@/lib/server/camunda/testing/simulator";
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
import { describeOnBothDatabases } from "@/lib/server/platform/testing/database";

const simulator = withSimulator();
beforeAll(stopTime);
afterAll(() => {
  vi.useRealTimers();
});

describeOnBothDatabases("deleting a client", () => {
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

  it("is one DELETE by its id, and remembered as gone", async () => {
    await deleteClient(OWNER, clusterId, clientId);
    expect(
      simulator()
        .requests()
        .map(({ method, path }) => `${method} ${path}`),
    ).toEqual([`DELETE /clusters/${clusterId}/clients/${clientId}`]);
    expect([upstream(), await outcomes()]).toEqual([0, ["requested", "succeeded"]]);
    expect((await db().client.findFirst({ where: { clientId } }))?.goneAt).toBeInstanceOf(Date);
  });

  it("leaves another client of the same name in another cluster alone", async () => {
    const other = simulator().state.addCluster({ name: "Other", clients: [{ name: "orders-worker" }] });
    await deleteClient(OWNER, clusterId, clientId);
    expect(simulator().state.cluster(other.uuid)?.clients).toHaveLength(1);
  });

  it("says that there is no such client when it was deleted elsewhere, and remembers it as gone", async () => {
    simulator().state.removeClient(clientId);
    expect(await errorOf(deleteClient(OWNER, clusterId, clientId))).toMatchObject({ code: "client_not_found" });
    expect(await outcomes()).toEqual(["requested", "absent"]);
    expect((await db().client.findFirst({ where: { clientId } }))?.goneAt).toBeInstanceOf(Date);
  });

  it.each([
    ["reset", { do: "reset", when: "after-commit" }],
    ["502", { do: "html", status: 502, when: "after-commit" }],
    ["page with 200 in place of 204", { do: "html", status: 207, when: "after-commit" }],
  ] as const)(
    "is done after a lost answer (%s): asked once more, 404 means that the first one did it",
    async (_, fault) => {
      simulator().addFault({ ...DELETE, ...fault, times: 1 });
      await deleteClient(OWNER, clusterId, clientId);
      expect([simulator().count(DELETE), upstream(), await outcomes()]).toEqual([2, 0, ["requested", "succeeded"]]);
    },
  );

  it("carries out what was lost before the commit with the second try", async () => {
    simulator().addFault({ ...DELETE, do: "reset", times: 1 });
    await deleteClient(OWNER, clusterId, clientId);
    expect([simulator().count(DELETE), upstream()]).toEqual([2, 0]);
  });

  it("says that it may be deleted after two lost answers, and a later try closes the matter", async () => {
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

  it.each([
    [403, "console_denied"],
    [401, "console_credentials"],
    [429, "console_busy"],
  ] as const)("is not done after a %i, and somebody else's delete is not called ours", async (status, code) => {
    simulator().addFault({ ...DELETE, do: "answer", status, times: status === 401 ? 2 : 1 });
    expect(await errorOf(deleteClient(OWNER, clusterId, clientId))).toMatchObject({ code });
    expect([upstream(), await outcomes()]).toEqual([1, ["requested", "rejected"]]);
    simulator().state.removeClient(clientId);
    expect(await errorOf(deleteClient(OWNER, clusterId, clientId))).toMatchObject({ code: "client_not_found" });
  });

  it("is refused for an auditor, with an event and without a request", async () => {
    expect(await errorOf(deleteClient(AUDITOR, clusterId, clientId))).toMatchObject({ code: "forbidden" });
    expect(simulator().requests()).toEqual([]);
    expect(await db().auditEvent.findFirst({ where: { clientId, action: "access.refuse" } })).toMatchObject({
      outcome: "refused",
      actorId: AUDITOR.memberId,
      detail: '{"right":"clients.delete"}',
    });
  });

  it("whose outcome nobody wrote down gets its final event from the reconcile job", async () => {
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

  it("stays unknown when only the second try is told clearly: the first may have done it", async () => {
    simulator().addFault({ ...DELETE, do: "reset", when: "after-commit", times: 1 });
    simulator().addFault({ ...DELETE, do: "answer", status: 429, times: 1 });
    const error = await errorOf(deleteClient(OWNER, clusterId, clientId));
    expect(error).toMatchObject({ code: "console_unreachable", message: expect.stringContaining("may be deleted") });
    expect([upstream(), await outcomes()]).toEqual([0, ["requested", "unknown"]]);
    await deleteClient(OWNER, clusterId, clientId);
    expect(await outcomes()).toEqual(["requested", "unknown", "requested", "succeeded"]);
  });

  it("that was never carried out is told as that, once", async () => {
    simulator().addFault({ ...DELETE, do: "reset", times: 2 });
    await errorOf(deleteClient(OWNER, clusterId, clientId));
    await settleAll();
    expect([upstream(), await outcomes()]).toEqual([1, ["requested", "unknown", "not_done"]]);
    await expectNothingLost(simulator(), clusterId);
  });

  it("of one client by two people at once is one DELETE; the other is told to wait", async () => {
    simulator().addFault({ ...DELETE, do: "hang", when: "after-commit" });
    const attempts = [OWNER, SECOND_OWNER].map((principal) => deleteClient(principal, clusterId, clientId));
    const refusal = await Promise.race(attempts.map((attempt) => attempt.catch((error: unknown) => error)));
    expect(refusal).toMatchObject({ code: "delete_in_progress", status: 409 });
    await simulator().waitFor(DELETE, { until: "held" });
    simulator().release();
    await Promise.allSettled(attempts);
    expect([simulator().count(DELETE), await outcomes()]).toEqual([1, ["requested", "succeeded"]]);
  });

  it("ends once, whatever lists are read while it is slow", async () => {
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

  it("that a process left behind is finished by the reconcile job, once its lease is out", async () => {
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

  it("of an orphan gives it back when Camunda refuses", async () => {
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
