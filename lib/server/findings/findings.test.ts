import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { FINDING_RULES, type FindingRule } from "@/lib/contract/finding-rules";
import type { Principal } from "@/lib/server/access/principal";
import { AUDITOR, everywhere, OWNER, onClusters, principalWith } from "@/lib/server/access/testing/principals";
import { CREATE, withSimulator } from "@/lib/server/camunda/testing/simulator";
import { createClient } from "@/lib/server/clients/create-client";
import {
  createInput,
  errorOf,
  pass,
  reconcile,
  refreshedClients,
  settleAll,
  stopTime,
} from "@/lib/server/clients/testing/create";
import { listClusters } from "@/lib/server/clusters/list-clusters";
import { countOpenFindings } from "@/lib/server/clusters/open-findings";
import { dismissFindings } from "@/lib/server/findings/dismiss-findings";
import { evaluateCluster } from "@/lib/server/findings/evaluate";
import { countByRule, countFindings, listFindings } from "@/lib/server/findings/list-findings";
import { nameKey } from "@/lib/server/findings/rules";
import { openVisit } from "@/lib/server/identity/testing/visits";
import { changeMetadata } from "@/lib/server/inventory/change-metadata";
import { db } from "@/lib/server/platform/database/db";
import { describeOnBothDatabases, describeOnSqlite } from "@/lib/server/platform/testing/database";
import type { ClientInput } from "@/simulator/state";

const simulator = withSimulator();
let clusterId = "";

/** A new cluster with these clients, read by Latchkey and judged. */
async function withCluster(clients: ClientInput[] = [], changes: Record<string, unknown> = {}) {
  const cluster = simulator().state.addCluster({ name: "Orders", clients, ...changes });
  clusterId = cluster.uuid;
  await judge();
  return cluster;
}
async function judge(): Promise<void> {
  await listClusters(OWNER, { refresh: "1" });
  await refreshedClients(OWNER, clusterId);
  await evaluateCluster(clusterId);
}
const OWNED = { owner: { name: "Team Orders" }, purpose: "Ships" };
const edit = (clientId: string, changes: Parameters<typeof changeMetadata>[1]["clients"][number]["changes"]) =>
  changeMetadata(OWNER, { clients: [{ clusterId, clientId, changes }] });

/** The open rules of each client of the cluster, by name. */
async function found(): Promise<Record<string, FindingRule[]>> {
  const rules: Record<string, FindingRule[]> = {};
  for (const rule of FINDING_RULES)
    for (const { clientName } of (await listFindings(OWNER, { rule, cluster: clusterId })).findings)
      rules[clientName] = [...(rules[clientName] ?? []), rule];
  return rules;
}

describeOnBothDatabases("findings", () => {
  it("name each client without an owner, with all scopes, with an unknown one, or with a name like another's", async () => {
    await withCluster([
      { name: "worker", permissions: ["Zeebe"] },
      { name: "all", permissions: ["Zeebe", "Tasklist", "Operate", "Optimize", "Secrets"] },
      { name: "strange", permissions: ["Orchestration"] },
      { name: "picking-worker", permissions: ["Zeebe"] },
      { name: "Picking_workers", permissions: ["Zeebe"] },
      { name: "none", permissions: null },
    ]);
    expect(await found()).toEqual({
      worker: ["no_owner"],
      all: ["broad_scopes", "no_owner"],
      strange: ["unknown_scope", "no_owner"],
      "picking-worker": ["no_owner", "similar_names"],
      Picking_workers: ["no_owner", "similar_names"],
      none: ["no_owner"],
    });
  });

  it("end when what they found is mended: by an edit at once, elsewhere with the next judgement", async () => {
    const cluster = await withCluster([{ name: "a" }, { name: "b", permissions: ["Orchestration"] }]);
    const [a, b] = cluster.clients;
    await edit(a?.clientId ?? "", OWNED);
    expect(await found()).toEqual({ b: ["unknown_scope", "no_owner"] });
    simulator().state.changeCluster(clusterId, { clients: cluster.clients.filter((client) => client !== b) });
    await judge();
    expect(await found()).toEqual({});
    expect(await db().finding.count({ where: { clusterId } })).toBe(0);
  });

  it("name a client that was made elsewhere after the first list, until it is adopted", async () => {
    await withCluster([{ name: "from before" }]);
    simulator().state.addClients(clusterId, [{ name: "new one" }]);
    await judge();
    expect((await found())["new one"]).toEqual(["made_elsewhere", "no_owner"]);
    const clientId =
      (await listFindings(OWNER, { rule: "made_elsewhere", cluster: clusterId })).findings[0]?.clientId ?? "";
    await edit(clientId, { ...OWNED, isAdopted: true });
    expect(await found()).toEqual({ "from before": ["no_owner"] });
  });

  it("name a client whose owner is disabled or removed, and whose review date has passed", async () => {
    const cluster = await withCluster([{ name: "a" }, { name: "b" }]);
    const { memberId } = await openVisit("creator");
    const [a = "", b = ""] = cluster.clients.map(({ clientId }) => clientId);
    await edit(a, { owner: { memberId } });
    await edit(b, { owner: { name: "Una" }, reviewOn: new Date(Date.now() - 86_400_000).toISOString().slice(0, 10) });
    expect(await found()).toEqual({ b: ["review_passed"] });
    await db().member.update({ where: { id: memberId }, data: { disabledAt: new Date() } });
    await evaluateCluster(clusterId);
    expect(await found()).toEqual({ a: ["owner_gone"], b: ["review_passed"] });
  });

  it("name a client on a suspended cluster, and on one that was removed", async () => {
    await withCluster([{ name: "a" }]);
    simulator().state.changeCluster(clusterId, { status: "Suspended" });
    await judge();
    expect((await found())["a"]).toContain("cluster_down");
    simulator().state.changeCluster(clusterId, { status: "Healthy" });
    await judge();
    expect((await found())["a"]).not.toContain("cluster_down");
    await db().cluster.update({ where: { id: clusterId }, data: { goneAt: new Date() } });
    await evaluateCluster(clusterId);
    expect((await found())["a"]).toContain("cluster_down");
  });

  it("of several judgements at once, each finding is stored once", async () => {
    await withCluster(Array.from({ length: 40 }, (_, at) => ({ name: `client-${at}` })));
    await db().finding.deleteMany({ where: { clusterId } });
    await Promise.all([1, 2, 3, 4].map(() => evaluateCluster(clusterId)));
    expect(await db().finding.count({ where: { clusterId, rule: "no_owner" } })).toBe(40);
  });

  it("are dismissed with a reason until a day, and opened again, with an event each", async () => {
    const cluster = await withCluster([{ name: "a" }]);
    const clientId = cluster.clients[0]?.clientId ?? "";
    const findings = [{ clusterId, clientId, rule: "no_owner" as const }];
    const until = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
    const counted = async () => [(await countFindings(OWNER, clusterId)).count, await countOpenFindings([clusterId])];
    expect(await counted()).toEqual([1, new Map([[clusterId, 1]])]);
    await dismissFindings(OWNER, { findings, dismissal: { reason: "A test cluster", until } });
    expect(await found()).toEqual({});
    expect(await counted()).toEqual([0, new Map()]);
    const list = await listFindings(OWNER, { rule: "no_owner", cluster: clusterId, dismissed: "1" });
    expect(list.findings).toMatchObject([{ dismissal: { reason: "A test cluster", by: "Test owner" } }]);
    const counts = await countByRule(OWNER, { cluster: clusterId });
    expect(counts).toMatchObject({ clusterName: "Orders", open: { count: 0, isCapped: false } });
    expect(counts.rules.filter(({ open, dismissed }) => open.count + dismissed.count > 0)).toEqual([
      { rule: "no_owner", open: { count: 0, isCapped: false }, dismissed: { count: 1, isCapped: false } },
    ]);
    await evaluateCluster(clusterId);
    expect(await found()).toEqual({});
    await dismissFindings(OWNER, { findings, dismissal: null });
    expect(await found()).toEqual({ a: ["no_owner"] });
    const events = await db().auditEvent.findMany({ where: { clientId }, orderBy: { seq: "asc" } });
    expect(events.map(({ action }) => action)).toEqual(["finding.dismiss", "finding.reopen"]);
    expect(JSON.parse(events[0]?.detail ?? "")).toEqual({ rule: "no_owner", reason: "A test cluster", until });
  });

  it("come page by page, the oldest first, and are counted up to a thousand", async () => {
    await withCluster(Array.from({ length: 130 }, (_, at) => ({ name: `client-${at}` })));
    const names = new Set<string>();
    let after: string | undefined;
    do {
      const page = await listFindings(OWNER, { rule: "no_owner", cluster: clusterId, after });
      for (const { clientName } of page.findings) names.add(clientName);
      after = page.nextAfter ?? undefined;
    } while (after !== undefined);
    expect(names.size).toBe(130);
    const template = await db().client.findFirstOrThrow({ where: { clusterId } });
    for (let at = 0; at < 10; at++) {
      const ids = Array.from({ length: 100 }, () => crypto.randomUUID());
      await db().client.createMany({ data: ids.map((id) => ({ ...template, id, clientId: id })) });
      await db().finding.createMany({
        data: ids.map((clientRowId) => ({ clientRowId, rule: "no_owner", clusterId, foundAt: new Date() })),
      });
    }
    expect(await countFindings(OWNER)).toEqual({ count: 1_000, isCapped: true });
  });
});

describeOnSqlite("findings that come with time", () => {
  beforeEach(() => {
    stopTime();
    onTestFinished(() => {
      vi.useRealTimers();
    });
  });

  it("name a client that is too old, and one whose secret no browser confirmed", async () => {
    await withCluster();
    await createClient(OWNER, clusterId, createInput({ owner: { name: "Una" } }));
    await judge();
    expect(await found()).toEqual({});
    pass(180_000);
    await evaluateCluster(clusterId);
    expect(await found()).toEqual({ "orders-worker": ["secret_unconfirmed"] });
    pass(181 * 86_400_000);
    await evaluateCluster(clusterId);
    expect(await found()).toEqual({ "orders-worker": ["secret_unconfirmed", "too_old"] });
  });

  it("name an orphan, and not what is being created", async () => {
    await withCluster();
    simulator().addFault({ ...CREATE, do: "reset", when: "after-commit" });
    await createClient(OWNER, clusterId, createInput());
    await judge();
    expect(await found()).toEqual({});
    await settleAll();
    await reconcile();
    await judge();
    expect(await found()).toEqual({ "orders-worker": ["orphaned", "no_owner"] });
  });

  it("name a file with hosts that 8.10 removes, once the cluster is 8.9", async () => {
    await withCluster([], { generation: "8.8.2" });
    await createClient(OWNER, clusterId, createInput({ owner: { name: "Una" } }));
    await judge();
    expect(await found()).toEqual({});
    simulator().state.changeCluster(clusterId, { generation: "8.9.0" });
    await judge();
    expect(await found()).toEqual({ "orders-worker": ["old_hosts"] });
  });
});

describeOnSqlite("findings of clusters that a person may not know of", () => {
  it("are in no list and no count, and can't be dismissed", async () => {
    const cluster = await withCluster([{ name: "hidden" }]);
    const clientId = cluster.clients[0]?.clientId ?? "";
    const admin = principalWith(onClusters({ [crypto.randomUUID()]: "admin" }));
    expect((await listFindings(admin, { rule: "no_owner" })).findings).toEqual([]);
    expect((await countByRule(admin)).rules.every(({ open }) => open.count === 0)).toBe(true);
    expect(await countFindings(admin)).toEqual({ count: 0, isCapped: false });
    expect(await countFindings(admin, clusterId)).toEqual({ count: 0, isCapped: false });
    expect((await countByRule(admin)).open).toEqual({ count: 0, isCapped: false });
    expect(await errorOf(listFindings(admin, { rule: "no_owner", cluster: clusterId }))).toMatchObject({
      code: "cluster_not_found",
    });
    expect(await errorOf(countByRule(admin, { cluster: clusterId }))).toMatchObject({ code: "cluster_not_found" });
    const findings = [{ clusterId, clientId, rule: "no_owner" as const }];
    const dismissal = { reason: "x", until: "2099-01-01" };
    expect(await errorOf(dismissFindings(admin, { findings, dismissal }))).toMatchObject({ code: "cluster_not_found" });
    const creator = principalWith(everywhere("creator"));
    for (const lesser of [AUDITOR, creator])
      expect(await errorOf(dismissFindings(lesser, { findings, dismissal }))).toMatchObject({ code: "forbidden" });
    expect((await listFindings(creator, { rule: "no_owner", cluster: clusterId })).findings).toMatchObject([
      { mayEdit: false },
    ]);
  });
});

describeOnSqlite("who may dismiss findings", () => {
  /** Two clients with a finding each, and what dismisses them. */
  async function twoFindings() {
    const { clients } = await withCluster([{ name: "a" }, { name: "b" }]);
    const [a = "", b = ""] = clients.map(({ clientId }) => clientId);
    const dismiss = (by: Principal, ...clientIds: string[]) =>
      dismissFindings(by, {
        findings: clientIds.map((clientId) => ({ clusterId, clientId, rule: "no_owner" as const })),
        dismissal: { reason: "A test", until: "2099-01-01" },
      });
    const dismissed = () => db().finding.count({ where: { clusterId, dismissedUntil: { not: null } } });
    return { a, b, dismiss, dismissed };
  }

  it("is the creator of the client; none is dismissed when one of many is refused, and the history has the refusal", async () => {
    const { a, b, dismiss, dismissed } = await twoFindings();
    const creator = principalWith(onClusters({ [clusterId]: "creator" }));
    await db().client.updateMany({ where: { clusterId, clientId: a }, data: { createdById: creator.memberId } });
    expect(await errorOf(dismiss(creator, a, b))).toMatchObject({ code: "forbidden" });
    expect(await dismissed()).toBe(0);
    expect(await db().auditEvent.findMany({ where: { actorId: creator.memberId } })).toMatchObject([
      { action: "access.refuse", clusterId, clientId: b, detail: '{"right":"clients.edit"}' },
    ]);
    await dismiss(creator, a);
    expect(await dismissed()).toBe(1);
  });

  it("is nobody who was disabled, or lost the role, meanwhile", async () => {
    const { a, dismiss, dismissed } = await twoFindings();
    const { memberId } = await openVisit("creator", clusterId);
    // The principal is from before: the member is a creator now, and not of this client.
    const former = principalWith(everywhere("admin"), "Former admin", memberId);
    expect(await errorOf(dismiss(former, a))).toMatchObject({ code: "forbidden" });
    await db().member.update({ where: { id: memberId }, data: { disabledAt: new Date() } });
    expect(await errorOf(dismiss(former, a))).toMatchObject({ code: "unauthenticated" });
    expect(await dismissed()).toBe(0);
  });
});

describe("names that are easily confused", () => {
  it.each([
    ["order-worker", "Orders_worker", true],
    ["order worker", "orderworker", true],
    ["worker-1", "worker-2", false],
    ["gas", "ga", false],
    ["orders", "order-2", false],
  ])("%s and %s: %s", (a, b, same) => {
    expect(nameKey(a) === nameKey(b)).toBe(same);
  });
});
