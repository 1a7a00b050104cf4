import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { replaceGrants } from "@/lib/server/access/grants";
import { clustersNamed } from "@/lib/server/access/named-clusters";
import { AUDITOR, OWNER, onClusters, principalWith } from "@/lib/server/access/testing/principals";
import { forgetToken, withSimulator } from "@/lib/server/camunda/testing/simulator";
import { createClient } from "@/lib/server/clients/create-client";
import { createInput, errorOf, pass, refreshedClients, stopTime } from "@/lib/server/clients/testing/create";
import { getCluster } from "@/lib/server/clusters/get-cluster";
import { listClusters } from "@/lib/server/clusters/list-clusters";
import { openVisit } from "@/lib/server/identity/testing/visits";
import { db, transaction } from "@/lib/server/platform/database/db";
import { describeOnBothDatabases } from "@/lib/server/platform/testing/database";
import { seedClusters } from "@/simulator/seed";

const simulator = withSimulator();
beforeAll(stopTime);
afterAll(() => {
  vi.useRealTimers();
});

const LIST = { method: "GET", path: "/clusters" };

describeOnBothDatabases("the clusters", () => {
  beforeEach(() => {
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
    simulator().state.reset();
    forgetToken();
  });
  const paths = () =>
    simulator()
      .requests()
      .map(({ path }) => path);

  it("cost one call and one token when nothing is known yet", async () => {
    simulator().resetCounts();
    simulator().state.addCluster({ name: "Orders" });
    const { asOf, stale, clusters } = await listClusters(AUDITOR);
    expect(paths()).toEqual(["/oauth/token", "/clusters"]);
    expect([asOf, stale]).toEqual([new Date().toISOString(), null]);
    expect(clusters).toMatchObject([{ name: "Orders", clientCount: null, clientsListedAt: null }]);
  });

  it("of the demo are all read, with all their quirks", async () => {
    for (const cluster of seedClusters()) simulator().state.addCluster(cluster);
    const { clusters } = await listClusters(OWNER, { refresh: "1" });
    const names = seedClusters().map(({ name }) => name);
    expect(clusters.map(({ name }) => name)).toEqual(names.toSorted());
    expect(clusters.find(({ name }) => name === "Driver onboarding")).toMatchObject({ plan: null, regionId: null });
  });

  it("have names that are kept as text", async () => {
    const name = "<script>alert('x')</script> & co";
    const { uuid } = simulator().state.addCluster({ name });
    expect((await listClusters(OWNER, { refresh: "1" })).clusters[0]?.name).toBe(name);
    expect((await getCluster(OWNER, uuid, { refresh: true })).cluster?.name).toBe(name);
  });

  it("whose new name takes a role away are not shown by the request that learns the name", async () => {
    const cluster = simulator().state.addCluster({ name: "Orders" });
    const target = clustersNamed("Ord*");
    const { memberId } = await openVisit(null);
    await transaction((tx) => replaceGrants(tx, memberId, "groups", [{ target, role: "admin", group: "g" }]));
    const member = principalWith({ ...onClusters({}), byName: new Map([[target, "admin"]]) });
    await listClusters(OWNER, { refresh: "1" });
    expect((await getCluster(member, cluster.uuid)).cluster?.name).toBe("Orders");
    cluster.name = "Claims";
    expect(await errorOf(getCluster(member, cluster.uuid, { refresh: true }))).toMatchObject({
      code: "cluster_not_found",
    });
  });

  it.each([
    ["is down", { do: "reset" }, "console_unreachable"],
    ["denies access", { do: "html", status: 403 }, "console_denied"],
    ["sends an HTML page", { do: "html" }, "console_broken"],
  ] as const)("are the stored ones, marked as stale, while Console %s", async (_, fault, code) => {
    const { uuid } = simulator().state.addCluster({ name: "Orders" });
    const before = await listClusters(OWNER, { refresh: "1" });
    pass(60_000);
    simulator().addFault({ path: "/clusters*", ...fault });
    expect(await listClusters(OWNER, { refresh: "1" })).toEqual({
      ...before,
      stale: { code, message: expect.any(String) },
    });
    expect(await getCluster(OWNER, uuid, { refresh: true })).toMatchObject({
      cluster: { id: uuid },
      asOf: before.asOf,
      stale: { code },
    });
    expect(await db().cluster.count({ where: { id: uuid, goneAt: null } })).toBe(1);
  });

  it("are unknown, not an empty list, when Console was never reached", async () => {
    simulator().addFault({ path: "/clusters*", do: "reset" });
    await db().cluster.deleteMany();
    await db().organization.updateMany({ data: { clustersListedAt: null, clusterCount: 0 } });
    expect(await listClusters(OWNER, { refresh: "1" })).toMatchObject({
      clusters: [],
      asOf: null,
      stale: { code: "console_unreachable" },
    });
    const unknown = await getCluster(OWNER, crypto.randomUUID());
    expect(unknown).toMatchObject({ cluster: null, asOf: null, stale: { code: "console_unreachable" } });
  });

  it("leave the list when deleted, and return with their stored data", async () => {
    const cluster = simulator().state.addCluster({ name: "Orders" });
    const other = simulator().state.addCluster({ name: "Claims" });
    await listClusters(OWNER, { refresh: "1" });
    await db().cluster.update({ where: { id: cluster.uuid }, data: { clientCount: 7, clientsListedAt: new Date() } });
    simulator().state.reset();
    forgetToken();
    simulator().state.addCluster(other);
    expect((await listClusters(OWNER, { refresh: "1" })).clusters.map(({ name }) => name)).toEqual(["Claims"]);
    simulator().addFault({ ...LIST, do: "reset", times: 2 });
    expect((await listClusters(OWNER, { refresh: "1" })).clusters.map(({ name }) => name)).toEqual(["Claims"]);
    simulator().state.addCluster(cluster);
    await listClusters(OWNER, { refresh: "1" });
    const back = (await listClusters(OWNER, { refresh: "1" })).clusters.find(({ name }) => name === "Orders");
    expect(back).toMatchObject({ clientCount: 7, clientsListedAt: new Date().toISOString() });
  });

  it("cost one call each when read alone, none for a member elsewhere, and are cluster_not_found when Camunda does not have them", async () => {
    const { uuid } = simulator().state.addCluster({ name: "Orders" });
    await listClusters(OWNER, { refresh: "1" });
    simulator().resetCounts();
    expect((await getCluster(AUDITOR, uuid, { refresh: true })).stale).toBeNull();
    const elsewhere = principalWith(onClusters({ [crypto.randomUUID()]: "admin" }));
    expect((await errorOf(getCluster(elsewhere, uuid, { refresh: true }))).code).toBe("cluster_not_found");
    expect(paths()).toEqual([`/clusters/${uuid}`]);
    expect((await errorOf(getCluster(OWNER, crypto.randomUUID()))).code).toBe("cluster_not_found");
  });

  it("are the stored ones, marked as stale, while the database accepts no writes", async () => {
    simulator().state.addCluster({ name: "Orders" });
    await listClusters(OWNER, { refresh: "1" });
    const down = Object.assign(new Error("locked"), { code: "P1008" });
    vi.spyOn(db().organization, "updateMany").mockRejectedValue(down);
    const list = await listClusters(OWNER, { refresh: "1" });
    vi.restoreAllMocks();
    expect(list).toMatchObject({ clusters: [{ name: "Orders" }], stale: { code: "database_unavailable" } });
  });

  it("are listed while one of them, which is new, is opened at that moment", async () => {
    const { uuid } = simulator().state.addCluster({ name: "Opened at once" });
    const findMany = vi.spyOn(db().cluster, "findMany");
    findMany.mockImplementationOnce((async () => {
      await getCluster(OWNER, uuid, { refresh: true });
      // What was stored before that.
      return [];
    }) as never);
    const { clusters } = await listClusters(OWNER, { refresh: "1" });
    findMany.mockRestore();
    expect(clusters.map(({ name }) => name)).toContain("Opened at once");
  });

  it("are listed while many of them, which are new, are opened at that moment", async () => {
    const uuids = Array.from({ length: 12 }, (_, at) => simulator().state.addCluster({ name: `New ${at}` }).uuid);
    const [list] = await Promise.all([
      listClusters(OWNER, { refresh: "1" }),
      ...uuids.map((uuid) => getCluster(OWNER, uuid, { refresh: true })),
    ]);
    expect(list.clusters).toHaveLength(12);
  });

  it("stay as they were read alone while an older list was on its way", async () => {
    const renamed = simulator().state.addCluster({ name: "Before" });
    await listClusters(OWNER, { refresh: "1" });
    simulator().addFault({ ...LIST, do: "hang", when: "after-commit", times: 1 });
    const listing = listClusters(OWNER, { refresh: "1" });
    await simulator().waitFor(LIST, { until: "held" });
    pass(1);
    renamed.name = "After";
    const { uuid } = simulator().state.addCluster({ name: "New" });
    for (const id of [renamed.uuid, uuid]) await getCluster(OWNER, id, { refresh: true });
    simulator().release();
    expect((await listing).clusters.map(({ name }) => name)).toEqual(["After", "New"]);
  });

  it("are requested once for twenty readers, and not again within ten seconds, not even for a single cluster", async () => {
    const { uuid } = simulator().state.addCluster({ name: "Orders" });
    await listClusters(OWNER, { refresh: "1" });
    pass(10_000);
    simulator().resetCounts();
    await Promise.all(Array.from({ length: 20 }, () => listClusters(OWNER)));
    pass(9_999);
    await Promise.all([listClusters(OWNER), getCluster(OWNER, uuid)]);
    expect(paths()).toEqual(["/clusters"]);
    pass(1);
    await getCluster(OWNER, uuid);
    expect(paths()).toEqual(["/clusters", `/clusters/${uuid}`]);
  });

  it("can be 1,000: all are stored, none is missing from the pages, and an unchanged list writes nothing", async () => {
    for (let at = 0; at < 1_000; at++) simulator().state.addCluster({ name: `Cluster ${at}` });
    const seen: string[] = [];
    let page = await listClusters(OWNER, { refresh: "1" });
    expect([page.total, page.found, page.clusters.length]).toEqual([1_000, 1_000, 20]);
    for (;;) {
      seen.push(...page.clusters.map(({ name }) => name));
      if (page.nextAfter === null) break;
      page = await listClusters(OWNER, { after: page.nextAfter });
    }
    expect(seen).toEqual(Array.from({ length: 1_000 }, (_, at) => `Cluster ${at}`));
    const before = await db().cluster.findMany();
    pass(60_000);
    await listClusters(OWNER, { refresh: "1" });
    expect(await db().cluster.findMany()).toEqual(before);
  });

  it("are not listed from the start again when a page begins after an unknown cluster", async () => {
    const after = "00000000-0000-4000-8000-000000000000";
    expect((await errorOf(listClusters(OWNER, { after }))).code).toBe("invalid_input");
  });

  it.each(["name", "status", "version", "region", "plan", "clients", "changed"] as const)(
    "are all in the pages sorted by %s, with missing values and after a page's last cluster is gone",
    async (sort) => {
      for (let at = 0; at < 130; at++)
        simulator().state.addCluster({ name: `C${at}`, omits: at % 3 === 0 ? [] : ["generation", "planType"] });
      await listClusters(OWNER, { refresh: "1" });
      for (const direction of ["ascending", "descending"] as const) {
        const first = await listClusters(OWNER, { sort, direction });
        const after = first.nextAfter ?? "";
        await db().cluster.update({ where: { id: after }, data: { goneAt: new Date() } });
        const second = await listClusters(OWNER, { sort, direction, after });
        const third = await listClusters(OWNER, { sort, direction, after: second.nextAfter ?? "" });
        const seen = [...first.clusters, ...second.clusters, ...third.clusters].map(({ id }) => id);
        expect([new Set(seen).size, seen.length, third.nextAfter]).toEqual([130, 130, null]);
        await db().cluster.update({ where: { id: after }, data: { goneAt: null } });
      }
    },
  );

  it.each([
    ["name", "ascending", ["A", "B", "C"]],
    ["name", "descending", ["C", "B", "A"]],
    ["version", "ascending", ["B", "A", "C"]],
    ["version", "descending", ["A", "B", "C"]],
    ["status", "ascending", ["B", "A", "C"]],
    ["plan", "descending", ["B", "A", "C"]],
  ] as const)("are sorted by %s, %s, by the server; missing values come last", async (sort, direction, names) => {
    simulator().state.addCluster({ name: "A", generation: "8.10.0", plan: "P" });
    simulator().state.addCluster({ name: "B", generation: "8.9.1", plan: "Q", status: "Updating" });
    simulator().state.addCluster({ name: "C", omits: ["generation", "planType"] });
    await listClusters(OWNER, { refresh: "1" });
    expect((await listClusters(OWNER, { sort, direction })).clusters.map(({ name }) => name)).toEqual(names);
  });

  it("are sorted by the number in their version, whatever stands around it, and by status with the worst first", async () => {
    const versions = { A: "8.10.0", B: "Camunda 8.8+gen3", C: "Zeebe 8.5.2", D: "8.9.1" };
    const statuses = { A: "Healthy", B: "Unhealthy", C: "Suspended", D: "Maintenance" };
    for (const name of ["A", "B", "C", "D"] as const)
      simulator().state.addCluster({ name, generation: versions[name], status: statuses[name] });
    await listClusters(OWNER, { refresh: "1" });
    const names = async (sort: "version" | "status") =>
      (await listClusters(OWNER, { sort })).clusters.map(({ name }) => name).join("");
    expect([await names("version"), await names("status")]).toEqual(["CBDA", "BDCA"]);
  });

  it("are grouped by stage with production first, counted, and sorted within each group over all pages", async () => {
    const stages = ["dev", "prod", null, "test", "stage"];
    for (let at = 0; at < 130; at++) {
      const label = stages[at % stages.length];
      simulator().state.addCluster({ name: `C${at}`, extras: { labels: label ? [label] : null } });
    }
    simulator().state.addCluster({ name: "Orders production" });
    await listClusters(OWNER, { refresh: "1" });
    const seen: string[] = [];
    let page = await listClusters(OWNER, { group: "stage", direction: "descending" });
    const groups = new Map<string | null, number>();
    for (;;) {
      for (const { value, count } of page.groups) groups.set(value, count);
      seen.push(...page.clusters.map(({ stage, name }) => `${stage} ${name}`));
      if (page.nextAfter === null) break;
      page = await listClusters(OWNER, { group: "stage", direction: "descending", after: page.nextAfter });
    }
    const order = ["production", "staging", "test", "development", null];
    expect([...groups]).toEqual(order.map((value, at) => [value, at === 0 ? 27 : 26]));
    expect([seen.length, new Set(seen).size]).toEqual([131, 131]);
    expect(seen.slice(0, 3)).toEqual(["production Orders production", "production C126", "production C121"]);
    expect(seen.map((each) => each.split(" ")[0]).filter((stage, at, all) => stage !== all[at - 1])).toEqual(
      order.map(String),
    );
    const searched = await listClusters(OWNER, { group: "stage", search: "orders prod" });
    expect(searched.groups).toEqual([{ value: "production", count: 1 }]);
  });

  it("are grouped by region, those without one last, and only those that a member may know of are counted", async () => {
    const sydney = simulator().state.addCluster({ name: "A", regionId: "syd-1" });
    const belgium = simulator().state.addCluster({ name: "B" });
    simulator().state.addCluster({ name: "C" });
    simulator().state.addCluster({ name: "D", omits: ["region"] });
    await listClusters(OWNER, { refresh: "1" });
    const { clusters, groups } = await listClusters(OWNER, { group: "region" });
    expect(clusters.map(({ name }) => name).join("")).toBe("BCAD");
    expect(new Map(groups.map(({ value, count }) => [value?.split(",")[0], count]))).toEqual(
      new Map([
        ["Belgium", 2],
        ["Sydney", 1],
        [undefined, 1],
      ]),
    );
    const member = principalWith(onClusters({ [sydney.uuid]: "admin", [belgium.uuid]: "auditor" }));
    expect((await listClusters(member, { group: "region" })).groups.map(({ count }) => count)).toEqual([1, 1]);
    expect((await listClusters(OWNER)).groups).toEqual([]);
  });

  it("are counted in each group that a page shows, however many groups there are", async () => {
    const seenAt = new Date();
    const data = Array.from({ length: 230 }, (_, at) => {
      const region = at < 2 ? null : `Region ${String(at >> 1).padStart(3, "0")}`;
      return { id: crypto.randomUUID(), name: `C${at}`, sortName: `c${String(at).padStart(3, "0")}`, region, seenAt };
    });
    simulator().addFault({ path: "*", do: "reset" });
    await db().cluster.updateMany({ data: { goneAt: seenAt } });
    await db().cluster.createMany({ data });
    let page = await listClusters(OWNER, { group: "region" });
    const counts = new Map(page.groups.map(({ value, count }) => [value, count]));
    while (page.nextAfter !== null) {
      page = await listClusters(OWNER, { group: "region", after: page.nextAfter });
      expect(page.groups.length).toBeLessThanOrEqual(page.clusters.length);
      for (const { value, count } of page.groups) counts.set(value, count);
    }
    expect([counts.size, new Set(counts.values())]).toEqual([115, new Set([2])]);
  });

  it("say which lose their hosts with 8.10", async () => {
    for (const generation of ["8.8.2", "8.9.1"]) simulator().state.addCluster({ name: generation, generation });
    const { clusters } = await listClusters(OWNER, { refresh: "1" });
    expect(clusters.map(({ losesHosts }) => losesHosts)).toEqual([true, false]);
  });

  it("say when their clients last changed, here or elsewhere, and are sorted by it", async () => {
    const changed = async () => (await listClusters(OWNER, { sort: "changed", direction: "descending" })).clusters;
    const first = simulator().state.addCluster({ name: "First", clients: [{ name: "old" }] });
    const second = simulator().state.addCluster({ name: "Second", clients: [{ name: "old" }] });
    await listClusters(OWNER, { refresh: "1" });
    for (const { uuid } of [first, second]) await refreshedClients(OWNER, uuid);
    expect((await changed()).map(({ clientsChangedAt }) => clientsChangedAt)).toEqual([null, null]);
    pass(60_000);
    await createClient(OWNER, first.uuid, createInput());
    const created = new Date().toISOString();
    expect(await changed()).toMatchObject([{ name: "First", clientsChangedAt: created }, { clientsChangedAt: null }]);
    pass(60_000);
    simulator().state.addClients(second.uuid, [{ name: "elsewhere" }]);
    await refreshedClients(OWNER, second.uuid);
    const appeared = new Date().toISOString();
    expect(await changed()).toMatchObject([
      { name: "Second", clientsChangedAt: appeared },
      { name: "First", clientsChangedAt: created },
    ]);
    pass(60_000);
    await refreshedClients(OWNER, second.uuid);
    expect((await changed())[0]?.clientsChangedAt).toBe(appeared);
    second.clients.length = 1;
    await refreshedClients(OWNER, second.uuid);
    expect((await changed())[0]?.clientsChangedAt).toBe(new Date().toISOString());
  });

  it.each([
    ["orders", ["Orders production", "orders_staging"]],
    ["SUSPENDED", ["Claims"]],
    ["8.9", ["Claims"]],
    ["_", ["orders_staging"]],
    ["orders prod", ["Orders production"]],
    ["%", []],
  ])("are searched for %j by the server", async (search, names) => {
    simulator().state.addCluster({ name: "Orders production" });
    simulator().state.addCluster({ name: "orders_staging" });
    simulator().state.addCluster({ name: "Claims", generation: "8.9.1", status: "Suspended" });
    await listClusters(OWNER, { refresh: "1" });
    const { clusters, found, total } = await listClusters(OWNER, { search });
    expect([clusters.map(({ name }) => name), found, total]).toEqual([names, names.length, 3]);
  });
});
