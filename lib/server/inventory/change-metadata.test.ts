import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { changeMetadataInputSchema, type MetadataChanges } from "@/lib/contract/metadata";
import { RIGHTS } from "@/lib/contract/rights";
import { replaceGrants } from "@/lib/server/access/grants";
import type { Principal } from "@/lib/server/access/principal";
import { limit } from "@/lib/server/access/rate-limit";
import { AUDITOR, everywhere, OWNER, onClusters, principalWith } from "@/lib/server/access/testing/principals";
import { withSimulator } from "@/lib/server/camunda/testing/simulator";
import { createClient } from "@/lib/server/clients/create-client";
import { listClients } from "@/lib/server/clients/list-clients";
import { createInput, errorOf, refreshedClients } from "@/lib/server/clients/testing/create";
import { listClusters } from "@/lib/server/clusters/list-clusters";
import { recordSignIn } from "@/lib/server/identity/member";
import { changeMetadata } from "@/lib/server/inventory/change-metadata";
import { listOwners } from "@/lib/server/inventory/list-owners";
import { db, transaction } from "@/lib/server/platform/database/db";
import { resetEnv } from "@/lib/server/platform/env";
import { describeOnBothDatabases, describeOnSqlite } from "@/lib/server/platform/testing/database";

const simulator = withSimulator();
const OTHER = principalWith(everywhere("admin"), "Another admin");
const CREATOR = principalWith(everywhere("creator"), "Test creator");

let clusterId = "";
/** A new cluster with clients that were created elsewhere. Returns their IDs. */
async function withClients(...names: string[]): Promise<string[]> {
  const cluster = simulator().state.addCluster({ name: "Orders", clients: names.map((name) => ({ name })) });
  clusterId = cluster.uuid;
  await listClusters(OWNER, { refresh: "1" });
  await refreshedClients(OWNER, clusterId);
  simulator().resetCounts();
  return cluster.clients.map(({ clientId }) => clientId);
}
const change = (principal: Principal, clientId: string, changes: MetadataChanges) =>
  changeMetadata(principal, { clients: [{ clusterId, clientId, changes }] });
const rowOf = (clientId: string) =>
  db().client.findUniqueOrThrow({ where: { clusterId_clientId: { clusterId, clientId } } });
const eventsOf = (clientId: string) => db().auditEvent.findMany({ where: { clientId }, orderBy: { seq: "asc" } });

async function member(name: string) {
  const profile = {
    issuer: "test",
    subject: crypto.randomUUID(),
    email: `${name}@example.com`,
    emailVerified: true,
    name,
    role: null,
  };
  return transaction((tx) => recordSignIn(tx, profile));
}

describeOnBothDatabases("changing metadata", () => {
  it("stores it, makes it searchable, and says from what to what in the history, without a call to Camunda", async () => {
    const [clientId = ""] = await withClients("worker");
    const una = await member("una");
    await change(OWNER, clientId, {
      owner: { name: "Team Orders" },
      purpose: "Ships orders",
      tags: ["prod", "eu", "prod"],
    });
    const { undo } = await change(OWNER, clientId, { owner: { memberId: una.id }, reviewOn: "2027-03-31" });
    expect(await rowOf(clientId)).toMatchObject({
      ...{ ownerId: una.id, ownerName: "una", purpose: "Ships orders", tags: "eu,prod" },
      reviewAt: new Date("2027-03-31"),
    });
    for (const search of ["una", "ships", "PROD", "orders"])
      expect((await listClients(AUDITOR, clusterId, { search })).found, search).toBe(1);
    expect((await listClients(AUDITOR, clusterId, { search: "team" })).found).toBe(0);
    const [first, second] = await eventsOf(clientId);
    expect(first).toMatchObject({
      action: "client.edit",
      clusterId,
      clusterName: "Orders",
      clientName: "worker",
      actorId: OWNER.memberId,
    });
    expect(JSON.parse(second?.detail ?? "")).toEqual({
      changes: [
        { field: "owner", from: "Team Orders", to: "una" },
        { field: "reviewOn", from: null, to: "2027-03-31" },
      ],
    });
    const changes = { owner: { name: "Team Orders" }, reviewOn: null };
    expect(undo).toEqual([{ clusterId, clientId, changes, left: expect.any(String) }]);
    expect(changeMetadataInputSchema.parse({ clients: undo })).toEqual({ clients: undo });
    await changeMetadata(OWNER, { clients: undo });
    expect(await rowOf(clientId)).toMatchObject({ ownerId: null, ownerName: "Team Orders", reviewAt: null });
    expect(simulator().requests()).toEqual([]);
  });

  it("changes a hundred clients of two clusters, each with its event, and what is the same writes nothing", async () => {
    const here = await withClients(...Array.from({ length: 60 }, (_, at) => `a-${at}`));
    const first = clusterId;
    const there = await withClients(...Array.from({ length: 40 }, (_, at) => `b-${at}`));
    const changes = { tags: ["bulk"] };
    const clients = [
      ...here.map((clientId) => ({ clusterId: first, clientId, changes })),
      ...there.map((clientId) => ({ clusterId, clientId, changes })),
    ];
    const { undo } = await changeMetadata(OWNER, { clients });
    expect(undo).toHaveLength(100);
    expect(await db().client.count({ where: { tags: "bulk" } })).toBe(100);
    const events = await db().auditEvent.count();
    expect(await changeMetadata(OWNER, { clients })).toEqual({ changed: 0, undo: [] });
    expect(await db().auditEvent.count()).toBe(events);
    await changeMetadata(OWNER, { clients: undo });
    expect(await db().client.count({ where: { tags: "bulk" } })).toBe(0);
  });

  it("sets ends and review rhythms of many, confirms reviews of many, and undoes each", async () => {
    const clientIds = await withClients(...Array.from({ length: 30 }, (_, at) => `dated-${at}`));
    const changeAll = (changes: MetadataChanges) =>
      changeMetadata(OWNER, { clients: clientIds.map((clientId) => ({ clusterId, clientId, changes })) });
    const stored = () =>
      db().client.findMany({
        where: { clusterId },
        select: { endsAt: true, endAction: true, reviewAt: true, endDueAt: true },
      });
    const before = await stored();
    const at = new Date(Date.now() + 40 * 86_400_000).toISOString();
    const { undo } = await changeAll({ end: { at, action: "delete" }, reviewEveryDays: 90 });
    const dueAt = new Date(Date.parse(at) - 7 * 86_400_000);
    for (const row of await stored())
      expect(row).toMatchObject({ endsAt: new Date(at), endAction: "delete", endDueAt: dueAt });
    expect((await rowOf(clientIds[0] ?? "")).endSetById).toBe(OWNER.memberId);
    await changeMetadata(OWNER, { clients: undo });
    expect(await stored()).toEqual(before);
    const confirmed = await changeAll({ isStillNeeded: true });
    expect(confirmed.undo).toHaveLength(30);
    const inHalfAYear = new Date(Date.now() + 180 * 86_400_000).toISOString().slice(0, 10);
    for (const { reviewAt } of await stored()) expect(reviewAt).toEqual(new Date(inHalfAYear));
    await changeMetadata(OWNER, { clients: confirmed.undo });
    expect(await stored()).toEqual(before);
    for (const changes of [
      { end: { at: new Date().toISOString(), action: "remind" as const } },
      { end: { at: "2100-01-01T00:00:00Z", action: "remind" as const } },
      { putOffDays: 1 as const },
    ])
      expect((await errorOf(changeAll(changes))).fields).toHaveProperty("end");
  });

  it("is not undone for any of them when somebody changed one of them since", async () => {
    const [first = "", second = "", third = ""] = await withClients("first", "second", "third");
    const clientIds = [first, second, third];
    const at = new Date(Date.now() + 40 * 86_400_000).toISOString();
    const changes: MetadataChanges = { purpose: "Ours", end: { at, action: "remind" } };
    const clients = clientIds.map((clientId) => ({ clusterId, clientId, changes }));
    const { undo } = await changeMetadata(OWNER, { clients });
    await change(OTHER, second, { putOffDays: 1 });
    const newer = await Promise.all(clientIds.map(rowOf));
    const error = await errorOf(changeMetadata(OWNER, { clients: undo }));
    expect(error).toMatchObject({
      code: "operation_changed",
      message: 'Somebody has changed "second" since. Nothing was undone.',
    });
    expect(await Promise.all(clientIds.map(rowOf))).toEqual(newer);
    // What others changed besides is not in its way, and stays.
    await change(OTHER, third, { tags: ["new"], owner: { name: "Theirs" } });
    await changeMetadata(OWNER, { clients: undo.filter(({ clientId }) => clientId !== second) });
    expect(await rowOf(third)).toMatchObject({ purpose: null, endsAt: null, tags: "new", ownerName: "Theirs" });
    // Of one whose response was lost, the next one changes nothing.
    const again = undo.filter(({ clientId }) => clientId === first);
    expect(await changeMetadata(OWNER, { clients: again })).toEqual({ changed: 0, undo: [] });
  });

  it("is not undone when somebody changes it at that moment", async () => {
    const [clientId = ""] = await withClients("raced");
    for (let times = 0; times < 5; times++) {
      const { undo } = await change(OWNER, clientId, { purpose: `mine ${times}` });
      const [undone] = await Promise.allSettled([
        changeMetadata(OWNER, { clients: undo }),
        change(OTHER, clientId, { purpose: `theirs ${times}` }),
      ]);
      const steps = (await eventsOf(clientId)).map(({ detail }) => JSON.parse(detail).changes[0]);
      expect((await rowOf(clientId)).purpose, undone.status).toBe(`theirs ${times}`);
      for (const [step, { from }] of steps.entries()) expect(from).toBe(steps[step - 1]?.to ?? null);
    }
  });

  it("of twenty at once on one client, every change is in the history, each from what the one before left", async () => {
    const [clientId = ""] = await withClients("busy");
    await Promise.all(Array.from({ length: 20 }, (_, at) => change(OWNER, clientId, { purpose: `purpose ${at}` })));
    const events = await eventsOf(clientId);
    const steps = events.map(({ detail }) => JSON.parse(detail).changes[0]);
    expect(steps).toHaveLength(20);
    for (const [at, { from }] of steps.entries()) expect(from).toBe(at === 0 ? null : steps[at - 1].to);
    expect((await rowOf(clientId)).purpose).toBe(steps.at(-1).to);
  });

  it("survives a list that is on its way at the same moment", async () => {
    const [clientId = ""] = await withClients("listed");
    await Promise.all([refreshedClients(OWNER, clusterId), change(OWNER, clientId, { purpose: "Kept" })]);
    await refreshedClients(OWNER, clusterId);
    expect((await rowOf(clientId)).purpose).toBe("Kept");
    expect((await listClients(OWNER, clusterId, { search: "kept" })).found).toBe(1);
  });

  it("ends in the middle when its member is disabled, or loses the role, meanwhile", async () => {
    const clientIds = await withClients(...Array.from({ length: 25 }, (_, at) => `late-${at}`));
    const { id } = await member("leaver");
    const leaver = { ...principalWith(everywhere("admin"), "leaver"), memberId: id };
    const clients = clientIds.map((clientId) => ({ clusterId, clientId, changes: { tags: ["late"] } }));
    // The principal is from before: the member's grants have ended since.
    expect(await errorOf(changeMetadata(leaver, { clients }))).toMatchObject({ code: "forbidden" });
    await transaction((tx) => replaceGrants(tx, id, "owners", [{ target: clusterId, role: "creator", group: "" }]));
    expect(await errorOf(changeMetadata(leaver, { clients }))).toMatchObject({ code: "forbidden" });
    await db().member.update({ where: { id }, data: { disabledAt: new Date() } });
    expect(await errorOf(changeMetadata(leaver, { clients }))).toMatchObject({ code: "unauthenticated" });
    expect(await db().client.count({ where: { clusterId, tags: "late" } })).toBe(0);
  });

  it("counts each client against a limit, because its event stays", async () => {
    const [clientId = ""] = await withClients("limited");
    const busy = principalWith(everywhere("admin"), "busy");
    await limit("edit", busy.memberId, 1_000);
    expect(await errorOf(change(busy, clientId, { purpose: "x" }))).toMatchObject({ code: "rate_limited" });
  });

  it("proposes members as owners, without those who are disabled or gone", async () => {
    const [ada, bea, gone] = [await member("ada-x"), await member("bea-x"), await member("cyd-x")];
    await db().member.update({ where: { id: bea.id }, data: { disabledAt: new Date() } });
    await db().member.update({ where: { id: gone.id }, data: { removedAt: new Date() } });
    const { owners } = await listOwners(CREATOR, { search: "-X" });
    expect(owners).toEqual([{ memberId: ada.id, name: "ada-x" }]);
  });

  it("proposes teams that own clients which the reader may see, after members, each once", async () => {
    const [hidden = ""] = await withClients("hidden");
    await change(OWNER, hidden, { owner: { name: "Team Hidden-y" } });
    const [first = "", second = "", third = ""] = await withClients("first", "second", "third");
    const ada = await member("ada-y");
    await change(OWNER, first, { owner: { name: "Team Pay-y" } });
    await change(OWNER, second, { owner: { name: "Team Pay-y" }, purpose: "No team-y" });
    await change(OWNER, third, { owner: { memberId: ada.id } });
    const creator = principalWith(onClusters({ [clusterId]: "creator" }));
    expect((await listOwners(creator, { search: "-Y" })).owners).toEqual([
      { memberId: ada.id, name: "ada-y" },
      { memberId: null, name: "Team Pay-y" },
    ]);
    expect((await listOwners(OWNER, { search: "team HID" })).owners).toEqual([
      { memberId: null, name: "Team Hidden-y" },
    ]);
    expect(await errorOf(listOwners(AUDITOR, {}))).toMatchObject({ code: "forbidden" });
  });
});

describeOnSqlite("adopting a client that was created elsewhere", () => {
  it("needs an owner and a purpose, and makes it one of ours", async () => {
    const [clientId = ""] = await withClients("found");
    expect(await errorOf(change(OWNER, clientId, { isAdopted: true, purpose: "Known" }))).toMatchObject({
      fields: { owner: expect.stringContaining("Name the owner") },
    });
    expect(await errorOf(change(OWNER, clientId, { isAdopted: true, owner: { name: "Una" } }))).toMatchObject({
      fields: { purpose: expect.stringContaining("purpose") },
    });
    await change(OWNER, clientId, { isAdopted: true, owner: { name: "Una" }, purpose: "Known" });
    expect((await rowOf(clientId)).adoptedAt).not.toBeNull();
    expect((await eventsOf(clientId)).at(-1)).toMatchObject({ action: "client.adopt", outcome: "succeeded" });
    expect(await errorOf(change(CREATOR, clientId, { tags: ["mine"] }))).toMatchObject({ code: "forbidden" });
  });

  it("is refused for a client that was created here", async () => {
    await withClients();
    const created = await createClient(OWNER, clusterId, createInput());
    const clientId = created.outcome === "created" ? created.connection.clientId : "";
    const adopt = change(OWNER, clientId, { isAdopted: true, owner: { name: "Una" }, purpose: "Known" });
    expect(await errorOf(adopt)).toMatchObject({ code: "invalid_input", fields: { isAdopted: expect.any(String) } });
  });
});

describeOnSqlite("who may change metadata", () => {
  it("is the creator of the client, and admins of its cluster; nothing is changed when one of many is refused", async () => {
    const [elsewhere = ""] = await withClients("elsewhere");
    const created = await createClient(CREATOR, clusterId, createInput());
    const own = created.outcome === "created" ? created.connection.clientId : "";
    await change(CREATOR, own, { purpose: "Mine" });
    const both = [own, elsewhere].map((clientId) => ({ clusterId, clientId, changes: { purpose: "Both" } }));
    expect(await errorOf(changeMetadata(CREATOR, { clients: both }))).toMatchObject({ code: "forbidden" });
    expect((await rowOf(own)).purpose).toBe("Mine");
    const refusals = { actorId: CREATOR.memberId, action: "access.refuse" };
    expect(await db().auditEvent.findMany({ where: refusals })).toMatchObject([{ clusterId, clientId: elsewhere }]);
    expect(await errorOf(change(AUDITOR, own, { purpose: "x" }))).toMatchObject({ code: "forbidden" });
    const admin = principalWith(onClusters({ [clusterId]: "admin" }));
    await changeMetadata(admin, { clients: both });
    const stranger = principalWith(onClusters({ [crypto.randomUUID()]: "admin" }));
    expect(await errorOf(change(stranger, own, { purpose: "x" }))).toMatchObject({ code: "cluster_not_found" });
    expect(await errorOf(change(OWNER, "nobody", { purpose: "x" }))).toMatchObject({ code: "client_not_found" });
    const nobody = { owner: { memberId: crypto.randomUUID() } };
    expect(await errorOf(change(OWNER, own, nobody))).toMatchObject({
      code: "invalid_input",
      fields: { owner: expect.any(String) },
    });
  });
});

describeOnSqlite("what undoes a change, where an admin may edit all clients and delete their own", () => {
  const { admin } = RIGHTS["clients.delete"];
  beforeEach(() => void Object.assign(RIGHTS["clients.delete"], { admin: "own" }));
  afterEach(() => void Object.assign(RIGHTS["clients.delete"], { admin }));

  it("leaves out the clients that it would let Latchkey delete at their end, and counts all", async () => {
    const [deleted = "", reminded = ""] = await withClients("deleted", "reminded");
    const at = new Date(Date.now() + 40 * 86_400_000).toISOString();
    await change(OWNER, deleted, { end: { at, action: "delete" } });
    await change(OWNER, reminded, { end: { at, action: "remind" } });
    const putOff = [deleted, reminded].map((clientId) => ({
      clusterId,
      clientId,
      changes: { putOffDays: 7 as const },
    }));
    const { changed, undo } = await changeMetadata(OTHER, { clients: putOff });
    expect([changed, undo.map(({ clientId }) => clientId)]).toEqual([2, [reminded]]);
    expect(await changeMetadata(OTHER, { clients: undo })).toMatchObject({ changed: 1 });
    const before = { clusterId, clientId: deleted, changes: { end: { at, action: "delete" as const } } };
    expect(await errorOf(changeMetadata(OTHER, { clients: [before] }))).toMatchObject({ code: "forbidden" });
    // What leaves the end alone is undone as ever.
    expect((await change(OTHER, deleted, { purpose: "Ours" })).undo).toHaveLength(1);
  });
});

describeOnSqlite("the team's rules", () => {
  beforeEach(() => {
    vi.stubEnv("LATCHKEY_REQUIRE", "purpose, owner");
    vi.stubEnv("LATCHKEY_NAME_PATTERN", "[a-z]+-[a-z]+-(dev|prod)");
    vi.stubEnv("LATCHKEY_NAME_EXAMPLE", "orders-worker-prod");
    resetEnv();
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    resetEnv();
  });

  it("hold for a new client, and nothing is sent to Camunda without them", async () => {
    await withClients();
    const create = (input: Parameters<typeof createInput>[0]) => createClient(OWNER, clusterId, createInput(input));
    expect(await errorOf(create({ name: "orders", purpose: "" }))).toMatchObject({
      code: "invalid_input",
      fields: {
        name: "Your team's names look like orders-worker-prod. Choose such a name.",
        owner: expect.stringContaining("owner"),
        purpose: expect.stringContaining("purpose"),
      },
    });
    expect(simulator().requests()).toEqual([]);
    expect(await db().operation.count()).toBe(0);
    const created = await create({ name: "orders-worker-prod", owner: { name: "Team Orders" }, purpose: "Ships" });
    expect(created.outcome).toBe("created");
    expect((await listClients(OWNER, clusterId)).rules).toEqual({
      requires: ["purpose", "owner"],
      names: { pattern: "[a-z]+-[a-z]+-(dev|prod)", example: "orders-worker-prod" },
    });
    const clientId = created.outcome === "created" ? created.connection.clientId : "";
    expect(await rowOf(clientId)).toMatchObject({
      ownerId: null,
      ownerName: "Team Orders",
      purpose: "Ships",
      clusterName: "Orders",
    });
    expect(await errorOf(change(OWNER, clientId, { purpose: null }))).toMatchObject({ code: "invalid_input" });
  });

  it("don't hold for a client that was created elsewhere, until it is adopted", async () => {
    const [clientId = ""] = await withClients("old one");
    await change(OWNER, clientId, { tags: ["old"] });
    expect((await rowOf(clientId)).tags).toBe("old");
  });
});

describe("the settings of the rules", () => {
  it.each([
    [{ LATCHKEY_REQUIRE: "color" }, "LATCHKEY_REQUIRE"],
    [{ LATCHKEY_NAME_PATTERN: "(", LATCHKEY_NAME_EXAMPLE: "a" }, "LATCHKEY_NAME_PATTERN must be a regular expression"],
    [{ LATCHKEY_NAME_PATTERN: "[a-z]+" }, "LATCHKEY_NAME_EXAMPLE is missing"],
    [{ LATCHKEY_NAME_PATTERN: "[a-z]+", LATCHKEY_NAME_EXAMPLE: "A1" }, "must match LATCHKEY_NAME_PATTERN"],
  ])("%o can't start", async (changes, fault) => {
    const { readEnv } = await import("@/lib/server/platform/env");
    const base = {
      LATCHKEY_DEMO: "1",
      NEXTAUTH_URL: "http://localhost:3000",
      NEXTAUTH_SECRET: "a secret that is only for the tests",
      CAMUNDA_CONSOLE_CLIENT_ID: "a",
      CAMUNDA_CONSOLE_CLIENT_SECRET: "b",
      CAMUNDA_CONSOLE_BASE_URL: "http://127.0.0.1:9",
      CAMUNDA_OAUTH_URL: "http://127.0.0.1:9/oauth/token",
    };
    expect(() => readEnv({ ...base, ...changes })).toThrow(fault);
  });
});
