import { expect, it } from "vitest";
import { AUDITOR, OWNER, onClusters, principalWith } from "@/lib/server/access/testing/principals";
import { listEvents } from "@/lib/server/audit/list-events";
import { withSimulator } from "@/lib/server/camunda/testing/simulator";
import { createClient } from "@/lib/server/clients/create-client";
import { deleteClient } from "@/lib/server/clients/delete-client";
import { createInput, errorOf, refreshedClients } from "@/lib/server/clients/testing/create";
import { listClusters } from "@/lib/server/clusters/list-clusters";
import { evaluateCluster } from "@/lib/server/findings/evaluate";
import { changeMetadata } from "@/lib/server/inventory/change-metadata";
import { listInventory } from "@/lib/server/inventory/list-inventory";
import { getOverview, getReport, getScopeMatrix } from "@/lib/server/overview/get-overview";
import { db } from "@/lib/server/platform/database/db";
import { describeOnBothDatabases } from "@/lib/server/platform/testing/database";

const simulator = withSimulator();
const DAY_MS = 86_400_000;
const NONE = { count: 0, isCapped: false };
const counted = (count: number) => ({ count, isCapped: false });

/** A new cluster with three clients, and what happened to it: one made elsewhere, one created and one deleted here. */
async function liveAWeek(name: string) {
  const cluster = simulator().state.addCluster({
    name,
    clients: [
      { name: "worker" },
      { name: "all", permissions: ["Zeebe", "Operate", "Tasklist", "Optimize", "Secrets"] },
    ],
  });
  const clusterId = cluster.uuid;
  await listClusters(OWNER, { refresh: "1" });
  await refreshedClients(OWNER, clusterId);
  simulator().state.addClients(clusterId, [{ name: "from Console", permissions: ["Orchestration"] }]);
  await createClient(OWNER, clusterId, createInput({ name: "kept", scopes: ["Operate"] }));
  const created = await createClient(OWNER, clusterId, createInput({ name: "dropped" }));
  if (created.outcome !== "created") throw new Error("The client was not created.");
  await deleteClient(OWNER, clusterId, created.connection.clientId);
  await refreshedClients(OWNER, clusterId);
  const old = await db().client.findFirstOrThrow({ where: { clusterId, name: "all" } });
  await db().client.update({ where: { id: old.id }, data: { knownSince: new Date(Date.now() - 200 * DAY_MS) } });
  const changes = { owner: { name: "Team" }, reviewOn: new Date(Date.now() - DAY_MS).toISOString().slice(0, 10) };
  await changeMetadata(OWNER, { clients: [{ clusterId, clientId: old.clientId, changes }] });
  await db().client.update({ where: { id: old.id }, data: { ownerId: AUDITOR.memberId } });
  await evaluateCluster(clusterId);
  return clusterId;
}

describeOnBothDatabases("an overview", () => {
  let [first, second] = ["", ""];
  it("counts what there is, what is wrong and what changed, of one cluster and of all", async () => {
    simulator().state.reset();
    first = await liveAWeek("Orders");
    second = await liveAWeek("Claims");
    const one = await getOverview(AUDITOR, { cluster: first });
    expect(one).toMatchObject({
      clusterId: first,
      clients: 4,
      overdue: counted(1),
      statuses: [{ status: "Healthy", count: 1 }],
      week: { created: counted(2), deleted: counted(1), madeElsewhere: counted(1), gone: counted(1) },
    });
    expect(Object.fromEntries(one.findings.map(({ rule, open }) => [rule, open.count]))).toEqual({
      made_elsewhere: 1,
      broad_scopes: 1,
      unknown_scope: 1,
      owner_gone: 1,
      no_owner: 3,
      review_passed: 1,
      too_old: 1,
    });
    expect(one.ages.map(({ value, count }) => [value, count])).toEqual([
      ["90", 1],
      ["180", 1],
      ["365", 0],
    ]);
    const all = await getOverview(AUDITOR);
    expect(all).toMatchObject({ clusterId: null, clients: 8, overdue: counted(2), week: { created: counted(4) } });
    expect(all.statuses).toEqual([{ status: "Healthy", count: 2 }]);
    expect((await getOverview(OWNER)).overdue).toEqual(NONE);
  });

  it("counts what the lists behind its links have", async () => {
    const { ages, scopes, week } = await getOverview(AUDITOR, { cluster: first });
    for (const { value, count } of ages)
      expect((await listInventory(AUDITOR, { cluster: first, age: Number(value) })).clients).toHaveLength(count);
    for (const { value, count } of scopes)
      expect((await listInventory(AUDITOR, { cluster: first, scope: value })).clients).toHaveLength(count);
    // Before that week.
    const earlier = { appearedAt: new Date(Date.now() - 9 * DAY_MS), knownSince: new Date(Date.now() - 9 * DAY_MS) };
    await db().client.updateMany({ where: { clusterId: first, name: "worker" }, data: earlier });
    const since = week.since.slice(0, 10);
    for (const [filter, { count }] of [
      [{ origin: "elsewhere", since }, week.madeElsewhere],
      [{ state: "gone", since }, week.gone],
    ] as const)
      expect((await listInventory(AUDITOR, { cluster: first, ...filter })).clients).toHaveLength(count);
    for (const [action, { count }] of [
      ["client.create", week.created],
      ["client.delete", week.deleted],
    ] as const) {
      const filter = { action, outcome: "succeeded", from: week.since, cluster: first } as const;
      expect((await listEvents(AUDITOR, filter)).events).toHaveLength(count);
    }
  });

  it("has nothing of a cluster that the member may not know of", async () => {
    const member = principalWith(onClusters({ [first]: "auditor" }), "Member", AUDITOR.memberId);
    const all = await getOverview(member);
    const one = await getOverview(AUDITOR, { cluster: first });
    expect({ ...all, at: "", clusters: [] }).toEqual({ ...one, clusterId: null, at: "" });
    expect(all.clusters).toMatchObject([{ id: first, name: "Orders" }]);
    expect((await errorOf(getOverview(member, { cluster: second }))).code).toBe("cluster_not_found");
    expect((await errorOf(getScopeMatrix(member, second))).code).toBe("cluster_not_found");
    expect((await errorOf(getReport(member, { cluster: second }))).code).toBe("cluster_not_found");
    const { clients } = await getReport(member);
    expect(new Set(clients.map(({ clusterId }) => clusterId))).toEqual(new Set([first]));
  });

  it("comes with the clients of the cluster, and to print with those of all", async () => {
    const matrix = await getScopeMatrix(AUDITOR, first);
    expect(matrix.hasMore).toBe(false);
    expect(matrix.clients.map(({ name, scopes }) => [name, scopes.length])).toEqual([
      ["all", 5],
      ["from Console", 1],
      ["kept", 1],
      ["worker", 1],
    ]);
    const report = await getReport(AUDITOR);
    expect(report).toMatchObject({ clusterName: null, hasMore: false });
    expect(report.clients).toHaveLength(8);
    expect((await getReport(AUDITOR, { cluster: first })).clusterName).toBe("Orders");
    simulator().state.addClients(
      first,
      Array.from({ length: 60 }, (_, at) => ({ name: `more-${at}` })),
    );
    await refreshedClients(OWNER, first);
    expect(await getScopeMatrix(AUDITOR, first)).toMatchObject({ clients: { length: 25 }, hasMore: true });
  });
});
