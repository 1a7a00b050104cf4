import { beforeEach, describe, expect, it } from "vitest";
import type { Cluster } from "@/lib/contract/clusters";
import type { Role } from "@/lib/contract/roles";
import { ALL_CLUSTERS, lockAccess, replaceGrants } from "@/lib/server/access/grants";
import { clustersNamed, matchesName, namePattern } from "@/lib/server/access/named-clusters";
import { type Principal, rolesOn } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { listEvents } from "@/lib/server/audit/list-events";
import { configuredAccount } from "@/lib/server/camunda/account";
import { listClusters } from "@/lib/server/clusters/list-clusters";
import { appendEvent } from "@/lib/server/history/append-event";
import { findVisitor } from "@/lib/server/identity/find-visitor";
import { cookieOf, openVisit, type Visit } from "@/lib/server/identity/testing/visits";
import { type Db, db, replaceDb, transaction } from "@/lib/server/platform/database/db";
import { describeOnBothDatabases } from "@/lib/server/platform/testing/database";
import { storeCluster, storeClusterGone, storeClusters } from "@/lib/server/sync/stored-clusters";

const HERE = "11111111-1111-4111-8111-111111111111";

describe("the target of a grant", () => {
  it("has a pattern of names only if it says so", () => {
    expect([clustersNamed("a*"), HERE, ALL_CLUSTERS, `x${clustersNamed("a")}`].map(namePattern)).toEqual([
      "a*",
      null,
      null,
      null,
    ]);
  });

  it.each([
    ["a*", "a", true],
    ["a*", "ab\nc", true],
    ["a*", "ba", false],
    ["*a", "ab", false],
    ["a.c", "abc", false],
    ["(a|b)[c]?", "(a|b)[c]?", true],
    ["a\\d^$+{1}", "a\\d^$+{1}", true],
  ])("for names like %j and a cluster called %j: %j", (pattern, name, isMatch) => {
    expect(matchesName(pattern, name)).toBe(isMatch);
  });
});

function cluster(name: string, id: string = crypto.randomUUID()): Cluster {
  const facts = { status: "Healthy", version: null, region: null, regionId: null, plan: null, channel: null };
  const endpoints = { zeebe: null, operate: null, tasklist: null, optimize: null, identity: null, console: null };
  return { id, name, ...facts, createdAt: null, labels: [], endpoints };
}

/** Camunda returns these clusters, and no others. */
async function store(...clusters: Cluster[]): Promise<void> {
  const { clustersRevision } = await db().organization.findFirstOrThrow();
  const before = { revision: clustersRevision, requestedAt: new Date() };
  expect(await storeClusters(configuredAccount(), { clusters, isComplete: true }, before)).toBe(true);
}

type Given = [pattern: string, role: Role];
const give = ({ memberId }: Visit, ...given: Given[]) =>
  transaction(async (tx) => {
    await lockAccess(tx);
    const grants = given.map(([pattern, role]) => ({ target: clustersNamed(pattern), role, group: "g" }));
    await replaceGrants(tx, memberId, "groups", grants);
  });

/** A signed-in member to whom groups give these roles by names. */
async function memberWith(...given: Given[]): Promise<Visit> {
  const visit = await openVisit(null);
  await give(visit, ...given);
  return visit;
}

/** The principal of the member's next request. */
async function request(visit: Visit): Promise<Principal> {
  const visitor = await findVisitor(new Headers({ cookie: cookieOf(visit) }));
  if (!visitor?.principal) throw new Error("There is no session with a role.");
  return visitor.principal;
}
const namesFor = async (visit: Visit) => (await listClusters(await request(visit))).clusters.map(({ name }) => name);
/** The role that the member's next request has on a cluster, or the code of its refusal. */
const roleFor = async (visit: Visit, clusterId: string) =>
  requireRight(await request(visit), "clusters.read", { clusterId }).then(
    ({ role }) => role,
    (error: { code: string }) => error.code,
  );

/** What `run` costs: its statements, the values in them, and the rows that they return. */
async function costOf(run: () => Promise<unknown>) {
  const cost = { statements: 0, values: 0, rows: 0 };
  const before = db();
  const counted = before.$extends({
    query: {
      $allOperations: async ({ args, query }) => {
        const result = await query(args);
        cost.statements += 1;
        cost.values += JSON.stringify(args).split(",").length;
        cost.rows += Array.isArray(result) ? result.length : 1;
        return result;
      },
    },
  });
  replaceDb(counted as unknown as Db);
  await run();
  replaceDb(before);
  return cost;
}

describeOnBothDatabases("roles by the names of clusters", () => {
  beforeEach(async () => {
    await db().member.deleteMany();
    await db().cluster.deleteMany();
  });

  it.each([
    ["orders-*", ["orders-prod", "orders-test"]],
    ["*-prod", ["claims-prod", "Orders-prod", "orders-prod"]],
    ["o*-p*d", ["orders-prod"]],
    ["orders", []],
    ["orders.prod", []],
    ["*", ["claims-prod", "Orders-prod", "orders-prod", "orders-test"]],
  ])("like %s are held on exactly those, without those that are gone", async (pattern, names) => {
    const all = ["orders-prod", "orders-test", "Orders-prod", "claims-prod"].map((name) => cluster(name));
    await store(cluster("orders-prod"));
    await store(...all);
    const visit = await memberWith([pattern, "creator"]);
    expect((await namesFor(visit)).toSorted()).toEqual(names.toSorted());
    const roles = await Promise.all(all.map(({ id }) => roleFor(visit, id)));
    expect(roles).toEqual(all.map(({ name }) => (names.includes(name) ? "creator" : "cluster_not_found")));
  });

  it("stand beside those by ID, and the strongest counts", async () => {
    const [orders, claims] = [cluster("orders-prod"), cluster("claims-prod")];
    await store(orders, claims);
    const visit = await openVisit("creator", claims.id);
    await give(visit, ["orders-*", "creator"], ["*-prod", "auditor"], ["*", "admin"]);
    expect([await roleFor(visit, orders.id), await roleFor(visit, claims.id)]).toEqual(["admin", "admin"]);
    await give(visit, ["orders-*", "creator"], ["*-prod", "auditor"]);
    expect([await roleFor(visit, orders.id), await roleFor(visit, claims.id)]).toEqual(["creator", "creator"]);
    // Only those that are asked for.
    expect([...(await rolesOn((await request(visit)).access, [orders.id]))]).toEqual([[orders.id, "creator"]]);
    await give(visit);
    expect(await namesFor(visit)).toEqual(["claims-prod"]);
  });

  it("cost a request the same beside 15 clusters and beside 1,000", async () => {
    const own = Array.from({ length: 15 }, (_, at) => cluster(`orders-${String(at).padStart(4, "0")}-prod`));
    await store(...own);
    const visit = await memberWith(["orders-*", "creator"], ["*-prod", "admin"]);
    const [first] = own;
    const requests = async () => {
      const principal = await request(visit);
      await requireRight(principal, "clusters.read", { clusterId: first?.id ?? "" });
      await listClusters(principal);
      await listClusters(principal, { search: "orders-0007" });
    };
    const before = await costOf(requests);
    const more = Array.from({ length: 985 }, (_, at) => cluster(`orders-${String(at + 15).padStart(4, "0")}-prod`));
    await store(...own, ...more);
    const after = await costOf(requests);
    // A page of the list has 20 rows, and one more shows that there is another page. Findings are counted for the 20.
    expect(after).toEqual({ ...before, rows: before.rows + 6, values: before.values + 5 });
    expect(before.statements).toBeLessThanOrEqual(11);
    expect((await listClusters(await request(visit))).total).toBe(1_000);
  });

  it("reach the events of all those clusters, however many there are", async () => {
    const all = Array.from({ length: 600 }, (_, at) => cluster(`mass-${at}`));
    await store(...all, cluster("other"));
    const visit = await memberWith(["mass-*", "auditor"]);
    const principal = await request(visit);
    const shown = [...all.slice(0, 9), ...all.slice(-9)];
    await transaction(async (tx) => {
      for (const { id } of [cluster("unknown"), ...shown])
        await appendEvent(tx, principal, { action: "client.create", outcome: "requested", clusterId: id });
    });
    const { events, nextBefore } = await listEvents(principal, { action: "client.create" });
    expect(events.map(({ clusterId }) => clusterId)).toEqual(shown.map(({ id }) => id).toReversed());
    expect(nextBefore).toBeNull();
  });

  it("follow a name at the moment it is stored, by the list and by the cluster alone", async () => {
    const { id } = cluster("orders-prod");
    const kept = cluster("orders-kept");
    await store(cluster("orders-prod", id), kept);
    const [orders, claims] = [await memberWith(["orders-*", "admin"]), await memberWith(["claims-*", "creator"])];
    const roles = async () => [await roleFor(orders, id), await roleFor(claims, id)];
    expect(await roles()).toEqual(["admin", "cluster_not_found"]);
    await store(cluster("claims-prod", id), kept);
    expect(await roles()).toEqual(["cluster_not_found", "creator"]);
    // What ends for one cluster stays for the others.
    expect([await namesFor(orders), await namesFor(claims)]).toEqual([["orders-kept"], ["claims-prod"]]);
    await storeCluster(cluster("orders-prod", id));
    expect(await roles()).toEqual(["admin", "cluster_not_found"]);
    expect([await namesFor(orders), await namesFor(claims)]).toEqual([["orders-kept", "orders-prod"], []]);
  });

  it("begin with a new cluster, end with one that is gone, and begin again when it is back", async () => {
    const visit = await memberWith(["orders-*", "creator"]);
    expect(await namesFor(visit)).toEqual([]);
    const [listed, alone] = [cluster("orders-1"), cluster("orders-2")];
    await store(listed);
    await storeCluster(alone);
    expect(await namesFor(visit)).toEqual(["orders-1", "orders-2"]);
    await store(alone);
    await storeClusterGone(alone.id);
    expect(await namesFor(visit)).toEqual([]);
    expect([await roleFor(visit, listed.id), await roleFor(visit, alone.id)]).toEqual(
      Array(2).fill("cluster_not_found"),
    );
    await store(listed);
    await storeCluster(alone);
    expect(await namesFor(visit)).toEqual(["orders-1", "orders-2"]);
  });

  it("are right for a pattern that nobody had for a while", async () => {
    const [first, second] = [cluster("orders-1"), cluster("orders-2")];
    await store(first, second);
    const visit = await memberWith(["orders-*", "creator"]);
    await give(visit, ["claims-*", "creator"]);
    await store(cluster("claims-1", first.id), second, cluster("orders-3"));
    await give(visit, ["orders-*", "creator"]);
    expect(await namesFor(visit)).toEqual(["orders-2", "orders-3"]);
  });

  it("are right after names and grants changed at the same moment", async () => {
    const ids = Array.from({ length: 8 }, () => crypto.randomUUID());
    const members = await Promise.all(ids.map(() => openVisit(null)));
    await store(...ids.map((id) => cluster("a-0", id)));
    for (const round of [1, 2, 3]) {
      const name = ["a", "b"][round % 2] ?? "";
      await Promise.all([
        ...ids.map((id, at) => storeCluster(cluster(`${name}-${at}`, id))),
        ...members.map((visit, at) => give(visit, [`*-${at}`, "creator"], [`${name}-${round}*`, "admin"])),
      ]);
      const targets = new Set((await db().grant.findMany()).map(({ target }) => target));
      const expected = (await db().cluster.findMany()).flatMap((row) =>
        [...targets]
          .filter((target) => matchesName(namePattern(target) ?? "", row.name))
          .map((target) => [target, row.id]),
      );
      const stored = (await db().namedCluster.findMany({ where: { target: { in: [...targets] } } })).map(
        ({ target, clusterId }) => [target, clusterId],
      );
      expect(stored.toSorted()).toEqual(expected.toSorted());
    }
  });

  it("change in the transaction that stores the name: no reader sees one without the other", async () => {
    const { id } = cluster("orders");
    await store(cluster("orders", id));
    await memberWith(["orders*", "creator"]);
    let done = false;
    const renames = (async () => {
      for (let at = 0; at < 20; at++) await storeCluster(cluster(at % 2 === 0 ? "other" : "orders", id));
      done = true;
    })();
    const torn = {
      OR: [
        { name: "orders", named: { none: {} } },
        { name: "other", named: { some: {} } },
      ],
    };
    while (!done) expect(await db().cluster.count({ where: torn })).toBe(0);
    await renames;
  });
});
