import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { AUDITOR, OWNER } from "@/lib/server/access/testing/principals";
import { forgetToken, withSimulator } from "@/lib/server/camunda/testing/simulator";
import { errorOf, pass, stopTime } from "@/lib/server/clients/testing/create";
import { getCluster } from "@/lib/server/clusters/get-cluster";
import { listClusters } from "@/lib/server/clusters/list-clusters";
import { db } from "@/lib/server/platform/database/db";
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
    expect(clusters).toMatchObject([{ name: "Orders", clientCount: null, clientCountAt: null }]);
  });

  it("of the seed are all read, with every quirk they have", async () => {
    for (const cluster of seedClusters()) simulator().state.addCluster(cluster);
    const { clusters } = await listClusters(OWNER);
    expect(clusters.map(({ name }) => name)).toEqual(seedClusters().map(({ name }) => name));
    expect(clusters.find(({ name }) => name === "Driver onboarding")).toMatchObject({ plan: null, regionId: null });
  });

  it("have names that are kept as text", async () => {
    const name = "<script>alert('x')</script> & co";
    const { uuid } = simulator().state.addCluster({ name });
    expect((await listClusters(OWNER)).clusters[0]?.name).toBe(name);
    expect((await getCluster(OWNER, uuid)).cluster?.name).toBe(name);
  });

  it.each([
    ["is down", { do: "reset" }, "console_unreachable"],
    ["denies it", { do: "html", status: 403 }, "console_denied"],
    ["sends a page", { do: "html" }, "console_broken"],
  ] as const)("are what we remember, marked stale, while Console %s", async (_, fault, code) => {
    const { uuid } = simulator().state.addCluster({ name: "Orders" });
    const before = await listClusters(OWNER);
    pass(60_000);
    simulator().addFault({ path: "/clusters*", ...fault });
    expect(await listClusters(OWNER)).toEqual({ ...before, stale: { code, message: expect.any(String) } });
    expect(await getCluster(OWNER, uuid)).toMatchObject({ cluster: { id: uuid }, asOf: before.asOf, stale: { code } });
    expect(await db().cluster.count({ where: { id: uuid, goneAt: null } })).toBe(1);
  });

  it("are unknown, not none, when Console was never reached", async () => {
    simulator().addFault({ path: "/clusters*", do: "reset" });
    await db().cluster.deleteMany();
    expect(await listClusters(OWNER)).toMatchObject({
      clusters: [],
      asOf: null,
      stale: { code: "console_unreachable" },
    });
    const unknown = await getCluster(OWNER, crypto.randomUUID());
    expect(unknown).toMatchObject({ cluster: null, asOf: null, stale: { code: "console_unreachable" } });
  });

  it("that are deleted leave the list, and come back with what was remembered of them", async () => {
    const cluster = simulator().state.addCluster({ name: "Orders" });
    const other = simulator().state.addCluster({ name: "Claims" });
    await listClusters(OWNER);
    await db().cluster.update({ where: { id: cluster.uuid }, data: { clientCount: 7, clientCountAt: new Date() } });
    simulator().state.reset();
    forgetToken();
    simulator().state.addCluster(other);
    expect((await listClusters(OWNER)).clusters.map(({ name }) => name)).toEqual(["Claims"]);
    simulator().addFault({ ...LIST, do: "reset", times: 2 });
    expect((await listClusters(OWNER)).clusters.map(({ name }) => name)).toEqual(["Claims"]);
    simulator().state.addCluster(cluster);
    await listClusters(OWNER);
    const back = (await listClusters(OWNER)).clusters.find(({ name }) => name === "Orders");
    expect(back).toMatchObject({ clientCount: 7, clientCountAt: new Date().toISOString() });
  });

  it("one by one cost one call, and say that there is no such one", async () => {
    const { uuid } = simulator().state.addCluster({ name: "Orders" });
    await listClusters(OWNER);
    simulator().resetCounts();
    expect((await getCluster(AUDITOR, uuid)).stale).toBeNull();
    expect(paths()).toEqual([`/clusters/${uuid}`]);
    expect((await errorOf(getCluster(OWNER, crypto.randomUUID()))).code).toBe("cluster_not_found");
  });

  it("are shown even when the database takes no snapshot of them", async () => {
    simulator().state.addCluster({ name: "Orders" });
    vi.spyOn(db(), "$transaction").mockRejectedValue(new Error("locked"));
    expect((await listClusters(OWNER)).clusters).toMatchObject([{ name: "Orders" }]);
    vi.restoreAllMocks();
  });
});
