import { beforeEach, expect, it, vi } from "vitest";
import { AUDITOR, OWNER, onClusters, principalWith } from "@/lib/server/access/testing/principals";
import { listConsoleEvents } from "@/lib/server/audit/list-console-events";
import { withSimulator } from "@/lib/server/camunda/testing/simulator";
import { createClient } from "@/lib/server/clients/create-client";
import { deleteClient } from "@/lib/server/clients/delete-client";
import { createInput, errorOf } from "@/lib/server/clients/testing/create";
import { getClient } from "@/lib/server/inventory/get-client";
import { runJob } from "@/lib/server/jobs/runner";
import { db } from "@/lib/server/platform/database/db";
import { describeOnBothDatabases } from "@/lib/server/platform/testing/database";
import { activityJob } from "@/lib/server/sync/activity-job";
import { pruneConsoleEvents } from "@/lib/server/sync/console-events";
import { syncJob } from "@/lib/server/sync/sync-job";

const simulator = withSimulator();

const ACTIVITY = { method: "GET", path: "/activity/json" };
const MINUTE = 60_000;

describeOnBothDatabases("Camunda's activity log", () => {
  let uuid: string;
  beforeEach(async () => {
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
    simulator().state.reset();
    await db().client.deleteMany();
    await db().cluster.deleteMany();
    await db().consoleEvent.deleteMany();
    await db().organization.updateMany({ data: { activityReadAt: null, activityError: null } });
    for (const name of ["sync", "activity"])
      await db().job.upsert({ where: { name }, create: { name }, update: { leaseUntil: null } });
    uuid = simulator().state.addCluster({ name: "Orders" }).uuid;
  });

  const readLog = () => runJob(activityJob());
  const sync = () => runJob(syncJob());
  const addClient = (name: string) => {
    const [client] = simulator().state.addClients(uuid, [{ name }]);
    if (!client) throw new Error("There is no client.");
    return client;
  };
  /** An entry as the log may have it; undefined fields are left out. */
  const log = (entry: Record<string, unknown>) =>
    simulator().state.addActivity({
      audit: "API client created",
      auditType: "c",
      entity: "client",
      entityId: "unknown",
      userId: "auth0|ada",
      timestamp: Date.now() - MINUTE,
      parentEntityId: uuid,
      ...entry,
    });
  const makerOf = async ({ clientId }: { clientId: string }) => {
    const { consoleUser, consoleAt } = await db().client.findFirstOrThrow({ where: { clientId } });
    return [consoleUser, consoleAt?.getTime() ?? null];
  };
  const organization = () => db().organization.findFirstOrThrow();

  it("says who made a client elsewhere and when, in one upstream call, and only once", async () => {
    const client = addClient("made-elsewhere");
    await sync();
    const timestamp = Date.now() - MINUTE;
    log({ entityId: client.clientId, timestamp });
    simulator().resetCounts();
    await readLog();
    expect(simulator().requests()).toMatchObject([ACTIVITY]);
    expect(await makerOf(client)).toEqual(["auth0|ada", timestamp]);
    // Its age counts from then, in filters and findings too.
    expect(await db().client.count({ where: { clientId: client.clientId, knownSince: new Date(timestamp) } })).toBe(1);
    await readLog();
    const { events, readAt, error } = await listConsoleEvents(AUDITOR, uuid);
    expect([readAt, error]).toEqual([expect.any(String), null]);
    expect(events).toEqual([
      {
        id: expect.any(String),
        kind: "create",
        at: new Date(timestamp).toISOString(),
        clientId: client.clientId,
        clientName: "made-elsewhere",
        userId: "auth0|ada",
        text: "API client created",
      },
    ]);
  });

  it.each([
    ["the text has its name", { audit: "Created client made-elsewhere in Orders" }],
    ["the text has its name in quotes", { audit: 'Created "made-elsewhere"' }],
    ["the ID is its name", { entityId: "made-elsewhere" }],
    ["a value is its name", { entityAttribute: "name", entityAttributeValueTo: "made-elsewhere" }],
  ])("matches by name on the cluster when %s", async (_, entry) => {
    const client = addClient("made-elsewhere");
    addClient("made");
    const other = simulator().state.addCluster({ name: "Other", clients: [{ name: "made-elsewhere" }] });
    await sync();
    log({ ...entry, parentEntityId: other.uuid, userId: "auth0|bob" });
    log(entry);
    await readLog();
    expect(await makerOf(client)).toEqual(["auth0|ada", expect.any(Number)]);
    expect((await makerOf({ clientId: other.clients[0]?.clientId ?? "" }))[0]).toBe("auth0|bob");
    expect(await db().client.count({ where: { consoleUser: { not: null } } })).toBe(2);
    expect((await listConsoleEvents(OWNER, uuid)).events).toMatchObject([{ clientId: client.clientId }]);
  });

  it.each([
    ["was seen before the event", { timestamp: Date.now() + 60 * MINUTE, audit: "client known created" }],
    ["is on another cluster", { parentEntityId: crypto.randomUUID(), audit: "client known created" }],
    ["is on a cluster that is not reported", { parentEntityId: undefined, audit: "client known created" }],
    ["has another name", { audit: "client known-2 created" }],
  ])("does not match a client that %s", async (_, entry) => {
    const client = addClient("known");
    await sync();
    log(entry);
    await readLog();
    expect(await makerOf(client)).toEqual([null, null]);
  });

  it("says who deleted a client that is gone, unless Latchkey did", async () => {
    const [elsewhere, here] = [addClient("goes"), addClient("goes-here")];
    await sync();
    const at = new Date(Date.now() - MINUTE).toISOString();
    for (const { clientId } of [elsewhere, here])
      log({ auditType: "d", entityId: clientId, timestamp: Date.parse(at) });
    await readLog();
    const deletedBy = async ({ clientId }: { clientId: string }) =>
      (await getClient(AUDITOR, uuid, clientId)).deletedElsewhere;
    expect(await deletedBy(elsewhere)).toBeNull();
    await deleteClient(OWNER, uuid, here.clientId);
    simulator().state.removeClient(elsewhere.clientId);
    await sync();
    expect(await deletedBy(elsewhere)).toEqual({ userId: "auth0|ada", at });
    expect(await deletedBy(here)).toBeNull();
  });

  it("finds by its name a client that was deleted elsewhere, and says when nobody is reported", async () => {
    const [first, silent] = [addClient("goes"), addClient("goes-silently")];
    await sync();
    for (const { clientId } of [first, silent]) simulator().state.removeClient(clientId);
    await sync();
    const second = addClient("goes");
    await sync();
    log({ auditType: "d", entityId: "a9", audit: "API client goes deleted", timestamp: Date.now() - MINUTE });
    await readLog();
    const deletedBy = async ({ clientId }: { clientId: string }) =>
      (await getClient(AUDITOR, uuid, clientId)).deletedElsewhere;
    expect(await deletedBy(first)).toMatchObject({ userId: "auth0|ada" });
    expect(await deletedBy(silent)).toEqual({ userId: null, at: null });
    expect(await deletedBy(second)).toBeNull();
  });

  it("matches a client that appears after its entry was read", async () => {
    await sync();
    const byId = addClient("by-id");
    const byName = addClient("by-name");
    log({ entityId: byId.clientId });
    log({ entityId: "a9", audit: "API client by-name created", userId: "auth0|bob" });
    await readLog();
    expect(await db().client.count()).toBe(0);
    simulator().resetCounts();
    await sync();
    expect(simulator().count(ACTIVITY)).toBe(0);
    expect([(await makerOf(byId))[0], (await makerOf(byName))[0]]).toEqual(["auth0|ada", "auth0|bob"]);
  });

  it("gives two clients of one name, one after the other, each its own maker", async () => {
    const first = addClient("twin");
    const hour = 60 * MINUTE;
    log({ audit: "client twin created", timestamp: Date.now() - 2 * hour });
    await sync();
    await db().client.updateMany({ data: { firstSeenAt: new Date(Date.now() - 2 * hour + MINUTE) } });
    simulator().state.removeClient(first.clientId);
    const second = addClient("twin");
    log({ audit: "client twin created", timestamp: Date.now() - hour, userId: "auth0|bob" });
    await sync();
    await readLog();
    expect([(await makerOf(first))[0], (await makerOf(second))[0]]).toEqual(["auth0|ada", "auth0|bob"]);
  });

  it("keeps deletes, and what it says about clients that are not known", async () => {
    const client = addClient("goes");
    await sync();
    log({ auditType: "d", entity: "unpublished", entityId: client.clientId, audit: "gone" });
    log({ auditType: "d", entityId: "never-seen", audit: "API client never-seen deleted", timestamp: undefined });
    log({ entity: "cluster", entityId: uuid, audit: "cluster created" });
    log({ auditType: "u", audit: "client renamed" });
    await readLog();
    expect((await listConsoleEvents(OWNER, uuid)).events).toMatchObject([
      { kind: "delete", clientName: "goes", clientId: client.clientId },
      { kind: "delete", clientName: null, clientId: "never-seen", at: null },
    ]);
    expect(await db().consoleEvent.count()).toBe(2);
    expect(await makerOf(client)).toEqual([null, null]);
  });

  it("has nothing about what Latchkey did, whatever Camunda calls Latchkey's own client", async () => {
    await sync();
    const { operation } = await createClient(OWNER, uuid, createInput());
    expect(simulator().state.activity).toHaveLength(1);
    log({ entityId: operation.clientId, userId: "somebody@clients" });
    log({ userId: `${simulator().consoleClient.id}@clients` });
    await readLog();
    expect(await db().consoleEvent.count()).toBe(0);
    expect((await db().client.findFirstOrThrow({ where: { name: "orders-worker" } })).consoleUser).toBeNull();
  });

  it("is not readable without the right: everything else works, and the tab says so", async () => {
    const client = addClient("worker");
    log({ entityId: client.clientId });
    simulator().addFault({ ...ACTIVITY, do: "html", status: 403 });
    await readLog();
    await sync();
    expect(await listConsoleEvents(OWNER, uuid)).toEqual({
      events: [],
      nextAfter: null,
      readAt: null,
      error: "console_denied",
    });
    expect(await db().client.count()).toBe(1);
    simulator().clearFaults();
    await readLog();
    expect(await listConsoleEvents(OWNER, uuid)).toMatchObject({
      events: [{ clientId: client.clientId }],
      error: null,
    });
  });

  it.each([
    ["is down", { do: "reset" }, "console_unreachable"],
    ["sends a page", { do: "html" }, "console_broken"],
    ["breaks off in the middle", { do: "truncate", honest: true }, "console_broken"],
  ] as const)("keeps what is stored while Console %s", async (_, fault, error) => {
    const client = addClient("worker");
    await sync();
    log({ entityId: client.clientId });
    await readLog();
    const { activityReadAt } = await organization();
    log({ entityId: "another" });
    simulator().addFault({ ...ACTIVITY, ...fault });
    await readLog();
    expect(await organization()).toMatchObject({ activityReadAt, activityError: error });
    expect((await listConsoleEvents(OWNER, uuid)).events).toHaveLength(1);
  });

  it("can be null, or have entries that can't be read", async () => {
    for (const body of [null, [], [null, 1, {}, { auditType: "c" }]]) {
      await db().organization.updateMany({ data: { activityReadAt: null } });
      simulator().addFault({ ...ACTIVITY, do: "answer", status: 200, body, times: 1 });
      await readLog();
      expect(await organization()).toMatchObject({ activityError: null, activityReadAt: expect.any(Date) });
      expect(await db().consoleEvent.count()).toBe(0);
    }
  });

  it("comes in pages, newest first, for those who may read this cluster's history", async () => {
    for (let at = 0; at < 120; at++)
      log({ entityId: `client-${at}`, timestamp: at % 40 === 0 ? undefined : Date.now() - at });
    await readLog();
    const seen: (string | null)[] = [];
    const sizes: number[] = [];
    for (let after: string | undefined; ; ) {
      const page = await listConsoleEvents(AUDITOR, uuid, { ...(after && { after }) });
      sizes.push(page.events.length);
      seen.push(...page.events.map(({ at }) => at));
      if (page.nextAfter === null) break;
      after = page.nextAfter;
    }
    expect(sizes).toEqual([5, 50, 50, 15]);
    expect(seen.slice(-3)).toEqual([null, null, null]);
    const times = seen.slice(0, -3);
    expect(times).toEqual(times.toSorted().toReversed());
    const stranger = principalWith(onClusters({ [crypto.randomUUID()]: "admin" }));
    expect((await errorOf(listConsoleEvents(stranger, uuid))).code).toBe("cluster_not_found");
    const [foreign] = (await listConsoleEvents(OWNER, uuid)).events;
    const other = simulator().state.addCluster({ name: "Other" });
    const elsewhere = listConsoleEvents(OWNER, other.uuid, { after: foreign?.id ?? "" });
    expect((await errorOf(elsewhere)).code).toBe("invalid_input");
  });

  it("keeps the newest events only", async () => {
    for (let at = 0; at < 250; at++)
      log({ entityId: `client-${at}`, timestamp: at === 0 ? undefined : Date.now() + at });
    await readLog();
    await pruneConsoleEvents(20);
    const left = await db().consoleEvent.findMany({ orderBy: { at: "asc" } });
    expect(left.map(({ clientId }) => clientId)).toEqual(Array.from({ length: 20 }, (_, at) => `client-${230 + at}`));
  });
});
