import { beforeEach, expect, it, onTestFinished, vi } from "vitest";
import { AUDITOR, OWNER, onClusters, principalWith } from "@/lib/server/access/testing/principals";
import { CREATE, forgetToken, LIST, TOKEN, withSimulator } from "@/lib/server/camunda/testing/simulator";
import { createClient } from "@/lib/server/clients/create-client";
import { listClients } from "@/lib/server/clients/list-clients";
import { createInput } from "@/lib/server/clients/testing/create";
import { getCluster } from "@/lib/server/clusters/get-cluster";
import { listClusters } from "@/lib/server/clusters/list-clusters";
import { beginSync, getSync } from "@/lib/server/clusters/sync-all-clusters";
import { type JobRun, runJob } from "@/lib/server/jobs/runner";
import { db } from "@/lib/server/platform/database/db";
import { resetEnv } from "@/lib/server/platform/env";
import { processState } from "@/lib/server/platform/process-state";
import { countStatements } from "@/lib/server/platform/testing/count-statements";
import { describeOnBothDatabases } from "@/lib/server/platform/testing/database";
import { syncJob } from "@/lib/server/sync/sync-job";

const simulator = withSimulator();

const CLUSTERS = { method: "GET", path: "/clusters" };
const clientsOf = ({ uuid }: { uuid: string }) => ({ method: "GET", path: `/clusters/${uuid}/clients` });
const run = (changes: Partial<JobRun> = {}) =>
  syncJob().run({ startedAt: new Date(), signal: new AbortController().signal, ...changes });
const sync = () => runJob(syncJob());
const clusterRow = ({ uuid }: { uuid: string }) => db().cluster.findUniqueOrThrow({ where: { id: uuid } });
const clientRows = ({ uuid }: { uuid: string }) =>
  db().client.findMany({ where: { clusterId: uuid }, orderBy: { sortName: "asc" } });
const syncErrorOf = async () => (await db().organization.findFirstOrThrow()).syncError;
const paths = () =>
  simulator()
    .requests()
    .map(({ path }) => path);

function addClusters(count: number) {
  return Array.from({ length: count }, (_, at) =>
    simulator().state.addCluster({ name: `Cluster ${at}`, clients: [{ name: `worker-${at}` }] }),
  );
}

describeOnBothDatabases("the sync of all clusters", () => {
  beforeEach(async () => {
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
    simulator().state.reset();
    forgetToken();
    simulator().resetCounts();
    await db().client.deleteMany();
    await db().cluster.deleteMany();
    const never = { startedAt: null, ranAt: null, leaseOwner: null, leaseUntil: null };
    await db().job.upsert({ where: { name: "sync" }, create: { name: "sync" }, update: never });
  });

  it("reads the list of clusters and each cluster once, with one token, and counts all clients", async () => {
    const clusters = addClusters(40);
    await sync();
    expect(paths().toSorted()).toEqual(
      ["/clusters", "/oauth/token", ...clusters.map(({ uuid }) => `/clusters/${uuid}/clients`)].toSorted(),
    );
    const list = await listClusters(OWNER);
    expect(list.clusters.map(({ clientCount }) => clientCount)).toEqual(list.clusters.map(() => 1));
    expect(await db().client.count({ where: { goneAt: null } })).toBe(40);
    expect(await getSync(OWNER)).toMatchObject({ isRunning: false, done: 40, total: 40, failed: 0, error: null });
    expect((await getSync(OWNER)).finishedAt).not.toBeNull();
  });

  it("lets the list and each cluster's page show what is stored, without an upstream call, until two turns are missed", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    onTestFinished(() => {
      vi.useRealTimers();
      process.env["LATCHKEY_SYNC_MINUTES"] = "0";
      resetEnv();
    });
    process.env["LATCHKEY_SYNC_MINUTES"] = "15";
    resetEnv();
    const [cluster] = addClusters(1);
    await sync();
    simulator().resetCounts();
    vi.setSystemTime(Date.now() + 29 * 60_000);
    expect((await listClusters(OWNER)).clusters).toHaveLength(1);
    expect((await getCluster(OWNER, cluster?.uuid ?? "")).stale).toBeNull();
    expect(paths()).toEqual([]);
    // The API tab asks Camunda.
    await listClients(OWNER, cluster?.uuid ?? "");
    expect(simulator().count(LIST)).toBe(1);
    vi.setSystemTime(Date.now() + 2 * 60_000);
    await listClusters(OWNER);
    expect(simulator().count(CLUSTERS)).toBe(1);
  });

  it("reads four clusters at a time", async () => {
    addClusters(10);
    simulator().addFault({ ...LIST, do: "hang" });
    const running = sync();
    await simulator().waitFor(LIST, { until: "held", count: 4 });
    expect(await getSync(OWNER)).toMatchObject({ isRunning: true, done: 0, total: 10, finishedAt: null });
    expect(simulator().count(LIST)).toBe(4);
    simulator().clearFaults();
    simulator().release();
    await running;
    expect(simulator().count(LIST)).toBe(10);
  });

  it("writes only its times when nothing differs", async () => {
    const clusters = addClusters(3);
    await sync();
    const before = { clients: await db().client.findMany(), clusters: await db().cluster.findMany() };
    const written: string[] = [];
    const restore = countStatements((model, operation) => {
      if (/create|update|upsert|delete/.test(operation)) written.push(`${model}.${operation}`);
    });
    await run();
    restore();
    expect(await db().client.findMany()).toEqual(before.clients);
    const times = {
      clientsListedAt: expect.any(Date),
      clientsRevision: expect.any(Number),
      syncTriedAt: expect.any(Date),
    };
    const expected = before.clusters.map((row) => ({ ...row, ...times }));
    expect((await db().cluster.findMany()).toSorted((a, b) => a.id.localeCompare(b.id))).toEqual(
      expected.toSorted((a, b) => a.id.localeCompare(b.id)),
    );
    const each = clusters.flatMap(() => ["Cluster.updateMany", "Cluster.updateMany", "Cluster.updateMany"]);
    const once = ["Organization.updateMany", "Organization.updateMany", "Organization.updateMany"];
    expect(written.toSorted()).toEqual([...each, ...once]);
  });

  it("finds a client made elsewhere, and one deleted elsewhere", async () => {
    const [cluster] = addClusters(1);
    if (!cluster) throw new Error("There is no cluster.");
    await sync();
    expect(await clientRows(cluster)).toMatchObject([{ name: "worker-0", appearedAt: null, goneAt: null }]);
    const told = () => db().noticeEvent.findMany({ where: { clusterId: cluster.uuid } });
    // Nobody is told about the clients of a first list.
    expect(await told()).toEqual([]);
    simulator().state.removeClient(cluster.clients[0]?.clientId ?? "");
    simulator().state.addClients(cluster.uuid, [{ name: "made-elsewhere" }]);
    const before = new Date();
    await sync();
    const [made, gone] = await clientRows(cluster);
    expect(made).toMatchObject({ name: "made-elsewhere", origin: "unmanaged", goneAt: null });
    expect(made?.appearedAt?.getTime()).toBeGreaterThanOrEqual(before.getTime());
    expect(gone?.goneAt?.getTime()).toBeGreaterThanOrEqual(before.getTime());
    expect(gone?.lastSeenAt?.getTime()).toBeLessThan(before.getTime());
    await sync();
    expect(await told()).toMatchObject([{ kind: "created_elsewhere", clientRowId: made?.id }]);
  });

  it("follows the name of a cluster, in its row, its clients and their search text", async () => {
    const [cluster] = addClusters(1);
    if (!cluster) throw new Error("There is no cluster.");
    await sync();
    simulator().state.changeCluster(cluster.uuid, { name: "Returns 2" });
    await sync();
    expect(await clusterRow(cluster)).toMatchObject({ name: "Returns 2" });
    const [client] = await clientRows(cluster);
    expect(client).toMatchObject({ clusterName: "Returns 2", clusterSort: "returns 0000000002" });
    expect(client?.searchText).toContain("returns 2");
  });

  it("marks a removed cluster as gone, keeps its clients, and asks for them no more", async () => {
    const [removed, kept] = addClusters(2);
    if (!removed || !kept) throw new Error("There are no clusters.");
    await sync();
    simulator().state.reset();
    forgetToken();
    simulator().state.addCluster(kept);
    simulator().resetCounts();
    await sync();
    expect(paths()).toEqual(["/oauth/token", "/clusters", `/clusters/${kept.uuid}/clients`]);
    expect(await clusterRow(removed)).toMatchObject({ goneAt: expect.any(Date), clientCount: 1 });
    expect(await clientRows(removed)).toMatchObject([{ goneAt: null }]);
    expect(await getSync(OWNER)).toMatchObject({ done: 1, total: 1 });
  });

  it("keeps what is stored of a cluster that it may not read, and says so in that cluster's row alone", async () => {
    const clusters = addClusters(100);
    await sync();
    const [denied] = clusters;
    if (!denied) throw new Error("There is no cluster.");
    const before = await clusterRow(denied);
    simulator().addFault({ ...clientsOf(denied), do: "html", status: 403 });
    await sync();
    expect(await clusterRow(denied)).toMatchObject({
      syncError: "console_denied",
      clientCount: 1,
      clientsListedAt: before.clientsListedAt,
    });
    expect(await clientRows(denied)).toMatchObject([{ goneAt: null }]);
    expect(await getSync(OWNER)).toMatchObject({ done: 100, failed: 1, error: null });
    const own = principalWith(onClusters({ [clusters[1]?.uuid ?? ""]: "auditor" }));
    expect(await getSync(own)).toMatchObject({ total: 1, done: 1, failed: 0 });
    const list = await listClusters(OWNER);
    expect(list.stale).toBeNull();
    const failed = list.clusters.filter(({ syncError }) => syncError !== null);
    expect(failed).toMatchObject([{ id: denied.uuid, syncError: "console_denied" }]);
    // A page that can read it ends the failure.
    simulator().clearFaults();
    await listClients(OWNER, denied.uuid, { refresh: "1" });
    expect(await getSync(OWNER)).toMatchObject({ failed: 0 });
  });

  it("stores names that occur twice, unknown scopes and null arrays as they are, and removes nothing for them", async () => {
    const { uuid } = simulator().state.addCluster({
      name: "Odd",
      extras: { labels: null },
      clients: [
        { name: "twin", permissions: ["Zeebe"] },
        { name: "twin", permissions: ["Orchestration"] },
        { name: "untold", permissions: null },
      ],
    });
    await sync();
    const rows = (await clientRows({ uuid })).map(({ name, scopes }) => `${name} ${scopes}`);
    expect(rows.toSorted()).toEqual(["twin Orchestration", "twin Zeebe", "untold "]);
    simulator().addFault({ ...clientsOf({ uuid }), do: "answer", status: 200, body: null });
    await sync();
    expect((await clientRows({ uuid })).map(({ goneAt }) => goneAt)).toEqual([null, null, null]);
    expect(await clusterRow({ uuid })).toMatchObject({ clientsComplete: false, clientCount: 3, syncError: null });
  });

  it("marks nothing while Console is down for the whole run, and says why", async () => {
    addClusters(3);
    await sync();
    const before = { clients: await db().client.findMany(), clusters: await db().cluster.findMany() };
    simulator().addFault({ path: "/clusters*", do: "reset" });
    await sync();
    expect({ clients: await db().client.findMany(), clusters: await db().cluster.findMany() }).toEqual(before);
    expect(await getSync(OWNER)).toMatchObject({
      isRunning: false,
      done: 0,
      error: { code: "console_unreachable", message: expect.stringContaining("can't be reached") },
    });
    simulator().clearFaults();
    await sync();
    expect(await getSync(OWNER)).toMatchObject({ done: 3, error: null });
  });

  it("is tried again a minute after Console was down, which nobody is told any more once a page was answered", async () => {
    const [cluster] = addClusters(2);
    await sync();
    process.env["LATCHKEY_SYNC_MINUTES"] = "15";
    resetEnv();
    processState("jobs", () => new Map()).set("sync", syncJob());
    const timers = vi.spyOn(globalThis, "setTimeout");
    onTestFinished(() => {
      for (const { value } of timers.mock.results) clearTimeout(value);
      processState("jobs", () => new Map()).clear();
      process.env["LATCHKEY_SYNC_MINUTES"] = "0";
      resetEnv();
    });
    simulator().addFault({ path: "/clusters*", do: "reset" });
    await sync();
    const [again] = timers.mock.calls.filter(([, ms]) => ms !== undefined && ms >= 60_000 && ms < 61_000);
    expect(again).toBeDefined();
    expect((await getSync(OWNER)).error).toMatchObject({ code: "console_unreachable" });
    simulator().clearFaults();
    await listClients(OWNER, cluster?.uuid ?? "", { refresh: "1" });
    expect((await getSync(OWNER)).error).toBeNull();
    // Another run has begun since, so that the retry of this one is not needed.
    await sync();
    const calls = simulator().count(CLUSTERS);
    await again?.[0]();
    expect(simulator().count(CLUSTERS)).toBe(calls);
  });

  it("ends after ten failures of Console in a row, and not after failures of clusters", async () => {
    addClusters(30);
    simulator().addFault({ ...LIST, do: "html", status: 502 });
    await sync();
    expect(await syncErrorOf()).toBe("console_unreachable");
    const { done, failed, total } = await getSync(OWNER);
    expect([failed, total]).toEqual([done, 30]);
    expect(done).toBeLessThanOrEqual(13);
    simulator().clearFaults();
    simulator().addFault({ ...LIST, do: "html", status: 403 });
    await sync();
    expect(await getSync(OWNER)).toMatchObject({ done: 30, failed: 30, error: null });
  });

  it("pauses all reads when Camunda asks to slow down, and then reads everything", async () => {
    addClusters(12);
    const busy = { do: "answer", status: 429, headers: { "Retry-After": "1" }, body: "" } as const;
    simulator().addFault({ ...CLUSTERS, ...busy, times: 1 });
    simulator().addFault({ ...LIST, ...busy, times: 1 });
    const before = Date.now();
    await sync();
    expect(Date.now() - before).toBeGreaterThanOrEqual(2_000);
    expect(await getSync(OWNER)).toMatchObject({ done: 12, failed: 0, error: null });
    // Each refused read is sent once more.
    expect([simulator().count(CLUSTERS), simulator().count(LIST)]).toEqual([2, 13]);
    // Until it is sent again, the reads under way end, and then all four workers wait. Otherwise 11 clusters would be read.
    const lists = paths().filter((path) => path.endsWith("/clients"));
    const [refused] = simulator().requests({ ...LIST, status: 429 });
    const [first, again] = lists.flatMap((path, at) => (path === refused?.path ? [at] : []));
    expect((again ?? 99) - (first ?? 0)).toBeLessThan(8);
  });

  it("gives a cluster up after three tries while Camunda stays busy", async () => {
    const [busy, other] = addClusters(2);
    if (!busy || !other) throw new Error("There are no clusters.");
    simulator().addFault({ ...clientsOf(busy), do: "answer", status: 429, headers: { "Retry-After": "0" }, body: "" });
    await sync();
    expect(simulator().count(clientsOf(busy))).toBe(3);
    expect(await clusterRow(busy)).toMatchObject({ syncError: "console_busy" });
    expect(await clusterRow(other)).toMatchObject({ syncError: null, clientCount: 1 });
  });

  it("does nothing when there is no token", async () => {
    addClusters(2);
    simulator().addFault({ ...TOKEN, do: "answer", status: 401, body: "" });
    await sync();
    expect(paths()).toEqual(["/oauth/token"]);
    expect(await syncErrorOf()).toBe("console_credentials");
  });

  it("runs once when two instances begin at once, and a second request joins it", async () => {
    addClusters(5);
    simulator().addFault({ ...CLUSTERS, do: "hang", times: 1 });
    const both = [sync(), sync()];
    await simulator().waitFor(CLUSTERS, { until: "held" });
    expect(await beginSync(AUDITOR)).toMatchObject({ isRunning: true, done: 0 });
    simulator().release();
    expect((await Promise.all(both)).toSorted()).toEqual([false, true]);
    expect([simulator().count(CLUSTERS), simulator().count(LIST)]).toEqual([1, 5]);
  });

  it("ends when its lease is lost, without a word about the run", async () => {
    addClusters(20);
    await db().organization.updateMany({ data: { syncError: "console_denied" } });
    simulator().addFault({ ...LIST, do: "hang" });
    const lease = new AbortController();
    const running = run({ signal: lease.signal });
    await simulator().waitFor(LIST, { until: "held", count: 4 });
    lease.abort();
    simulator().release();
    await running;
    expect(simulator().count(LIST)).toBe(4);
    expect(await syncErrorOf()).toBe("console_denied");
  });

  it("is taken over when its instance is killed in the middle, whose late lists then change nothing", async () => {
    const clusters = addClusters(6);
    await sync();
    const away = clusters.slice(3).map(({ uuid, clients }) => ({ uuid, clients: [...clients] }));
    for (const { clients } of away) simulator().state.removeClient(clients[0]?.clientId ?? "");
    simulator().resetCounts();
    // The instance gets two lists, and the others hang after Camunda has read them.
    const [first, second, ...rest] = clusters.map(({ uuid }) => uuid).toSorted();
    for (const uuid of rest)
      simulator().addFault({ ...clientsOf({ uuid }), do: "hang", when: "after-commit", times: 1 });
    // Later than the end of the run before, which can be of the same millisecond.
    const startedAt = new Date(Date.now() + 1);
    const killed = run({ startedAt });
    await simulator().waitFor(LIST, { until: "held", count: 4 });
    await db().job.update({
      where: { name: "sync" },
      data: { startedAt, leaseOwner: "killed", leaseUntil: new Date(Date.now() + 60_000) },
    });
    expect(await sync()).toBe(false);
    await vi.waitFor(async () => expect(await getSync(OWNER)).toMatchObject({ isRunning: true, done: 2, total: 6 }));
    expect([await clusterRow({ uuid: first ?? "" }), await clusterRow({ uuid: second ?? "" })]).toMatchObject([
      { syncError: null },
      { syncError: null },
    ]);
    for (const { uuid, clients } of away) simulator().state.addClients(uuid, clients);
    await db().job.update({ where: { name: "sync" }, data: { leaseUntil: new Date(Date.now() - 1) } });
    expect(await getSync(OWNER)).toMatchObject({ isRunning: false, finishedAt: null });
    // Another process does not share the requests of this one.
    processState("flights", () => new Map()).clear();
    expect(await sync()).toBe(true);
    expect(await getSync(OWNER)).toMatchObject({ done: 6, total: 6, finishedAt: expect.any(String) });
    simulator().release();
    await killed;
    expect(await db().client.count({ where: { goneAt: null } })).toBe(6);
  });

  it("reads a list once more that a create made outdated while it was under way", async () => {
    const [cluster] = addClusters(1);
    if (!cluster) throw new Error("There is no cluster.");
    await listClusters(OWNER, { refresh: "1" });
    simulator().addFault({ ...LIST, do: "hang", when: "after-commit", times: 1 });
    const running = sync();
    await simulator().waitFor(LIST, { until: "held" });
    await createClient(OWNER, cluster.uuid, createInput());
    simulator().release();
    await running;
    expect(simulator().count(LIST)).toBe(2);
    expect((await clientRows(cluster)).map(({ name, goneAt }) => [name, goneAt])).toEqual([
      ["orders-worker", null],
      ["worker-0", null],
    ]);
    expect(await clusterRow(cluster)).toMatchObject({ clientCount: 2, syncError: null });
  });

  it("does not lose a create whose response was lost while a list was under way", async () => {
    const [cluster] = addClusters(1);
    if (!cluster) throw new Error("There is no cluster.");
    await sync();
    simulator().resetCounts();
    simulator().addFault({ ...LIST, do: "hang", when: "after-commit", times: 1 });
    const running = sync();
    await simulator().waitFor(LIST, { until: "held" });
    simulator().addFault({ ...CREATE, do: "reset", when: "after-commit", times: 1 });
    const { operation } = await createClient(OWNER, cluster.uuid, createInput());
    expect(operation.state).toBe("unknown");
    simulator().release();
    await running;
    expect(await getSync(OWNER)).toMatchObject({ done: 1, failed: 0 });
    // The operation is still open, and what is stored does not contradict it.
    const row = await db().operation.findUniqueOrThrow({ where: { id: operation.id } });
    expect(row).toMatchObject({ state: "unknown", openKey: "orders-worker" });
    await sync();
    const names = (await clientRows(cluster)).map(({ name, goneAt }) => [name, goneAt]);
    expect(names).toEqual([
      ["orders-worker", null],
      ["worker-0", null],
    ]);
  });

  it("tells a member of one cluster about that cluster alone", async () => {
    const [own, denied] = addClusters(3);
    if (!own || !denied) throw new Error("There are no clusters.");
    simulator().addFault({ ...clientsOf(denied), do: "html", status: 403 });
    await sync();
    const member = principalWith(onClusters({ [own.uuid]: "auditor" }));
    expect(await getSync(member)).toMatchObject({ done: 1, total: 1, failed: 0 });
    expect(await getSync(OWNER)).toMatchObject({ done: 3, total: 3, failed: 1 });
    const nobody = principalWith(onClusters({ [crypto.randomUUID()]: "auditor" }));
    expect(await getSync(nobody)).toMatchObject({ done: 0, total: 0, failed: 0 });
  });
});
