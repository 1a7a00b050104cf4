import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { ROLES, type Role } from "@/lib/contract/roles";
import { type Limited, limit } from "@/lib/server/access/rate-limit";
import { everywhere, OWNER, principalWith } from "@/lib/server/access/testing/principals";
import { CREATE, skipAllTokenWaits, withSimulator } from "@/lib/server/camunda/testing/simulator";
import { createClient } from "@/lib/server/clients/create-client";
import { listClients } from "@/lib/server/clients/list-clients";
import { createInput } from "@/lib/server/clients/testing/create";
import { listClusters } from "@/lib/server/clusters/list-clusters";
import { evaluateCluster } from "@/lib/server/findings/evaluate";
import { revokeSession } from "@/lib/server/identity/session";
import { cookieOf, openVisit, type Visit } from "@/lib/server/identity/testing/visits";
import { changeMember, removeMember } from "@/lib/server/members/change-member";
import { db, transaction } from "@/lib/server/platform/database/db";
import { processState } from "@/lib/server/platform/process-state";
import { describeOnBothDatabases, describeOnSqlite } from "@/lib/server/platform/testing/database";
import { rotateInput } from "@/lib/server/rotations/testing/rotate";

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;
type Row = {
  path: string;
  method: "GET" | "POST" | "PATCH" | "DELETE";
  body?: () => unknown;
  /** What the route needs in its query. */
  query?: string;
  /** Queries that the route refuses. */
  badQueries?: string[];
  /** The route's own rate limit. */
  limit?: Limited;
  /** Whether it asks for a fresh sign-in. */
  fresh?: true;
  /** Whether its body names the cluster. */
  namesCluster?: true;
  /** Whether pages ask by themselves, so that it must not put off the idle end of a session. */
  isPolled?: true;
  /** Whether it needs a role on all clusters. */
  everywhere?: true;
  /** Whether it changes or uses up what the next request needs. */
  spends?: true;
  /** The status for each role; the client of the path was created by the owner. */
  expected: Record<Role, number>;
};

/** Owners alone. */
const forOwners = (status: number) => ({ auditor: 403, creator: 403, admin: 403, owner: status });
/** All roles may do it. */
const ALL = { auditor: 200, creator: 200, admin: 200, owner: 200 };

/** What a role on some clusters counts as: nobody owns a part. */
const onSome = (role: Role) => (role === "owner" ? "admin" : role);

/** The status for a role on some clusters. */
const onClusters = (row: Row, role: Role) => (row.everywhere ? 403 : row.expected[onSome(role)]);

const ALL_204 = { auditor: 204, creator: 204, admin: 204, owner: 204 };

/** The ID of no row. */
const NOBODY = "00000000-0000-4000-8000-00000000000f";

const CLIENT = "clusters/[clusterId]/clients/[clientId]";
const BAD_LIST_QUERIES = [
  ...["more=1", "refresh=yes", "sort=color", "direction=up", "search=%00", `search=${"x".repeat(101)}`],
  ...["after=", "after=..", "after=a/b", "after=%00"],
];
const BAD_MEMBER_QUERIES = BAD_LIST_QUERIES.filter((query) => !query.startsWith("sort"));
const LIST_CLUSTERS: Row = {
  path: "clusters",
  method: "GET",
  badQueries: [...BAD_LIST_QUERIES, "after=1", "name=orders", "group=color", "group="],
  expected: ALL,
};
const CREATE_CLIENT: Row = {
  path: "clusters/[clusterId]/clients",
  method: "POST",
  spends: true,
  body: () => createInput({ name: "new-one" }),
  limit: "create",
  expected: { auditor: 403, creator: 201, admin: 201, owner: 201 },
};
/** Every route behind the guard, and the status for each role. A new route without a row fails. */
const MANIFEST: Row[] = [
  {
    path: "audit-events",
    method: "GET",
    badQueries: ["more=1", "before=0", "before=x", "before=2147483648", "action=client.forget", "from=yesterday"],
    expected: ALL,
  },
  {
    path: "audit-events/export",
    method: "GET",
    query: "format=csv",
    badQueries: [
      ...["", "format=", "format=xlsx", "format=csv&bom=0", "format=csv&more=1", "format=csv&before=1"],
      "format=csv&from=yesterday",
    ],
    limit: "export",
    expected: ALL,
  },
  {
    path: "clients/export",
    method: "GET",
    query: "format=csv",
    badQueries: [
      ...["", "format=", "format=xlsx", "format=csv&bom=0", "format=csv&more=1", "format=csv&columns=name"],
      ...["format=csv&state=lost", `format=csv&after=${NOBODY}`],
    ],
    limit: "export",
    expected: ALL,
  },
  { path: "audit-events/verification", method: "GET", everywhere: true, isPolled: true, expected: ALL },
  {
    path: "audit-events/verification",
    method: "POST",
    everywhere: true,
    limit: "verify",
    expected: { auditor: 202, creator: 202, admin: 202, owner: 202 },
  },
  {
    path: "clients",
    method: "PATCH",
    namesCluster: true,
    body: () => ({
      clients: [{ clusterId: params.clusterId, clientId: params.clientId, changes: { purpose: crypto.randomUUID() } }],
    }),
    expected: { auditor: 403, creator: 403, admin: 200, owner: 200 },
  },
  {
    path: "clients",
    method: "GET",
    badQueries: [
      ...BAD_LIST_QUERIES,
      ...["refresh=1", "cluster=1", "scope=a,b", "state=lost", "origin=constructor", "age=0", "age=x", "review=later"],
      ...["owner=", "tag=%00", "finding=A", "columns=name", "constructor=1", "after=1"],
    ],
    expected: ALL,
  },
  {
    path: "clients/counts",
    method: "GET",
    query: "of=state",
    badQueries: ["", "of=color", "of=constructor", "of=state&sort=name", "of=state&after=1", "of=state&more=1"],
    expected: ALL,
  },
  {
    path: "suggestions",
    method: "GET",
    query: "of=client",
    badQueries: [
      "",
      "of=secret",
      "of=__proto__",
      "of=client&value=",
      "of=client&cluster=1",
      "of=client&right=toString",
    ],
    expected: ALL,
  },
  { path: "views", method: "GET", expected: ALL },
  {
    path: "views",
    method: "POST",
    body: () => ({ name: `View ${crypto.randomUUID()}`, view: { search: "orders", columns: "cluster,age" } }),
    expected: { auditor: 201, creator: 201, admin: 201, owner: 201 },
  },
  {
    path: "views/[viewId]",
    method: "DELETE",
    spends: true,
    badQueries: ["more=1"],
    // It is another member's, of which nobody else may know.
    expected: { auditor: 404, creator: 404, admin: 404, owner: 204 },
  },
  { path: `${CLIENT}/facts`, method: "GET", badQueries: ["more=1"], expected: ALL },
  {
    path: "me",
    method: "GET",
    badQueries: ["more=1", "after=", "after=1", `after=${NOBODY}`, `after=2026-13-01T00:00:00.000Z end ${NOBODY}`],
    expected: ALL,
  },
  { path: "me/calendar", method: "GET", badQueries: ["more=1"], expected: ALL },
  {
    path: "me/calendar",
    method: "POST",
    fresh: true,
    limit: "calendar-address",
    expected: { auditor: 201, creator: 201, admin: 201, owner: 201 },
  },
  { path: "me/calendar", method: "DELETE", limit: "calendar-address", expected: ALL_204 },
  { path: "emergency-access", method: "GET", isPolled: true, expected: ALL },
  LIST_CLUSTERS,
  { path: "clusters/[clusterId]", method: "GET", badQueries: ["more=1", "refresh=yes"], expected: ALL },
  {
    path: "clusters/[clusterId]/clients",
    method: "GET",
    badQueries: [...BAD_LIST_QUERIES, `name=${"x".repeat(51)}`, "constructor=1", "search=a&search=b"],
    expected: ALL,
  },
  CREATE_CLIENT,
  {
    path: "clusters/[clusterId]/access",
    method: "GET",
    badQueries: BAD_MEMBER_QUERIES,
    expected: { auditor: 403, creator: 403, admin: 200, owner: 200 },
  },
  { path: "clusters/[clusterId]/ends", method: "GET", badQueries: ["more=1"], expected: ALL },
  {
    path: "clusters/[clusterId]/connection-test",
    method: "POST",
    body: () => credentials,
    limit: "connection-test",
    expected: { ...ALL, auditor: 403 },
  },
  {
    path: "clusters/[clusterId]/operations",
    method: "GET",
    badQueries: ["more=1", "constructor=1"],
    isPolled: true,
    expected: ALL,
  },
  {
    path: `${CLIENT}/rotation`,
    method: "POST",
    spends: true,
    fresh: true,
    body: () => rotateInput(),
    limit: "rotate",
    expected: { auditor: 403, creator: 403, admin: 201, owner: 201 },
  },
  {
    path: "rotations",
    method: "GET",
    badQueries: ["more=1", "cluster=1", "cluster=", "after=", "after=1", `after=${NOBODY}`],
    expected: ALL,
  },
  { path: "rotations/[rotationId]", method: "GET", isPolled: true, expected: ALL },
  {
    path: "rotations/[rotationId]",
    method: "PATCH",
    spends: true,
    body: () => ({ step: "taken", isDone: true }),
    limit: "rotate",
    expected: { auditor: 403, creator: 403, admin: 204, owner: 204 },
  },
  {
    path: "rotations/[rotationId]/deadline",
    method: "PATCH",
    spends: true,
    fresh: true,
    body: () => {
      const { deadline, deadlineAction } = rotateInput();
      return { deadline, deadlineAction };
    },
    limit: "rotate",
    expected: { auditor: 403, creator: 403, admin: 204, owner: 204 },
  },
  {
    path: "rotations/[rotationId]/client",
    method: "POST",
    spends: true,
    fresh: true,
    body: () => {
      const { key, name, scopes } = rotateInput();
      return { key, name, scopes };
    },
    limit: "rotate",
    expected: { auditor: 403, creator: 403, admin: 201, owner: 201 },
  },
  { path: "clusters/[clusterId]/operations/[operationId]", method: "GET", isPolled: true, expected: ALL },
  {
    path: `${CLIENT}/secret-events`,
    method: "POST",
    body: () => ({ event: "shown", operationId: params.operationId }),
    limit: "secret-event",
    // Only the member who created a client reports what happened to its secret.
    expected: { auditor: 403, creator: 404, admin: 404, owner: 204 },
  },
  { path: CLIENT, method: "GET", expected: ALL },
  {
    path: CLIENT,
    method: "DELETE",
    spends: true,
    badQueries: ["more=1", "discards=1"],
    limit: "delete",
    fresh: true,
    expected: { auditor: 403, creator: 403, admin: 204, owner: 204 },
  },
  {
    path: "findings",
    method: "GET",
    query: "rule=no_owner",
    badQueries: [
      "",
      "more=1",
      "rule=color",
      "rule=no_owner&after=1",
      "rule=no_owner&cluster=1",
      "rule=no_owner&dismissed=0",
    ],
    expected: ALL,
  },
  {
    path: "findings",
    method: "PATCH",
    namesCluster: true,
    body: () => ({
      findings: [{ clusterId: params.clusterId, clientId: params.clientId, rule: "no_owner" }],
      dismissal: null,
    }),
    expected: { auditor: 403, creator: 403, admin: 204, owner: 204 },
  },
  { path: "findings/counts", method: "GET", badQueries: ["more=1", "cluster=1"], expected: ALL },
  { path: "members", method: "GET", badQueries: BAD_MEMBER_QUERIES, expected: forOwners(200) },
  {
    path: "members",
    method: "POST",
    fresh: true,
    body: () => ({ email: `${crypto.randomUUID()}@example.com`, grants: [{ role: "auditor", clusters: "all" }] }),
    expected: forOwners(201),
  },
  { path: "members/[memberId]", method: "GET", expected: forOwners(200) },
  {
    path: "members/[memberId]",
    method: "PATCH",
    spends: true,
    fresh: true,
    body: () => ({ grants: [{ role: "creator", clusters: [params.clusterId] }] }),
    expected: forOwners(204),
  },
  { path: "members/[memberId]", method: "DELETE", spends: true, fresh: true, expected: forOwners(204) },
  { path: "notices/rules", method: "GET", badQueries: ["more=1"], expected: forOwners(200) },
  {
    path: "notices/rules",
    method: "PATCH",
    fresh: true,
    body: () => ({ rules: [{ kind: "review_due", timing: "at_once", channels: ["mail"] }] }),
    expected: forOwners(200),
  },
  { path: "notices/me", method: "GET", badQueries: ["more=1"], expected: ALL },
  { path: "notices/me", method: "PATCH", body: () => ({ zone: "Europe/Berlin" }), expected: ALL },
  {
    path: "notices/test",
    method: "POST",
    body: () => ({ channel: "slack" }),
    limit: "notice-test",
    expected: forOwners(200),
  },
  {
    path: "notices/failures",
    method: "GET",
    badQueries: ["more=1", "after=1", `after=${NOBODY}`],
    expected: forOwners(200),
  },
  { path: "notices/failures", method: "POST", badQueries: ["more=1"], expected: forOwners(204) },
  {
    path: "owners",
    method: "GET",
    badQueries: ["more=1", "search=%00", `search=${"x".repeat(101)}`],
    expected: { ...ALL, auditor: 403 },
  },
  {
    path: "clusters/[clusterId]/console-events",
    method: "GET",
    badQueries: ["more=1", "after=", "after=1", `after=${"x".repeat(64)}`],
    expected: ALL,
  },
  {
    path: "setup",
    method: "POST",
    badQueries: ["more=1"],
    body: () => ({ part: "camunda" }),
    limit: "setup",
    expected: forOwners(200),
  },
  { path: "setup", method: "PATCH", body: () => ({ backup: true }), limit: "setup", expected: forOwners(204) },
  { path: "sync", method: "GET", badQueries: ["more=1"], isPolled: true, expected: ALL },
  {
    path: "sync",
    method: "POST",
    badQueries: ["more=1"],
    limit: "sync",
    expected: { auditor: 202, creator: 202, admin: 202, owner: 202 },
  },
  { path: "session", method: "GET", isPolled: true, expected: ALL },
  { path: "session", method: "POST", expected: ALL },
  {
    path: "sessions",
    method: "GET",
    badQueries: ["more=1", "of=me", "member=1", "after=1", `after=${NOBODY}`],
    expected: ALL,
  },
  {
    path: "sessions",
    method: "DELETE",
    spends: true,
    badQueries: ["more=1", "member=..", "of=everybody"],
    expected: ALL_204,
  },
  {
    path: "sessions/[sessionId]",
    method: "DELETE",
    spends: true,
    badQueries: ["more=1"],
    // It is another owner's, of which only owners may know.
    expected: { auditor: 404, creator: 404, admin: 404, owner: 204 },
  },
];
/** Routes that need no session: the health check, sign-in, and calendar feeds, whose address is a secret. */
const OPEN = ["auth/[...nextauth]", "calendar/[token]", "health"];

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

const simulator = withSimulator();
let params = { clusterId: "", clientId: "", operationId: "", memberId: "", sessionId: "", viewId: "", rotationId: "" };
let credentials = { clientId: "", clientSecret: "" };
/** Those that use nothing up come first, because they share what a test needs. */
const rows = MANIFEST.map((row): [string, Row] => [`${row.method} ${row.path}`, row]).toSorted(
  ([, a], [, b]) => Number(a.spends ?? false) - Number(b.spends ?? false),
);
/** The row of a route by method and path. */
function rowOf(name: string): Row {
  const row = new Map(rows).get(name);
  if (!row) throw new Error(`There is no ${name}.`);
  return row;
}
const SAME_ORIGIN = { "sec-fetch-site": "same-origin", "x-latchkey-request": "1" };

async function handlersOf(path: string): Promise<Record<string, Handler>> {
  const file = join(import.meta.dirname, path, "route.ts");
  return import(file);
}

type Sent = {
  visit?: Visit | undefined;
  headers?: Record<string, string>;
  body?: string | undefined;
  query?: string;
  ids?: Partial<typeof params>;
};
async function call(
  row: Row,
  { visit, headers = {}, body, query = row.query ?? "", ids }: Sent = {},
): Promise<Response> {
  const cookie = visit && cookieOf(visit);
  const routes = await handlersOf(row.path);
  const text = body ?? (row.body ? JSON.stringify(row.body()) : null);
  const request = new Request(`http://localhost:3000/api/x?${query}`, {
    method: row.method,
    headers: {
      ...SAME_ORIGIN,
      ...(cookie && { cookie }),
      ...(text !== null && { "content-type": "application/json" }),
      ...headers,
    },
    body: text,
  });
  const handler = routes[row.method];
  if (!handler) throw new Error(`There is no ${row.method} in ${row.path}.`);
  const response = await handler(request, { params: Promise.resolve({ ...params, ...ids }) });
  hasSpent ||= row.spends === true && response.ok;
  // A file holds one of few places until it is read.
  return response.headers.has("content-disposition") ? new Response(await response.text(), response) : response;
}
const codeOf = async (response: Response) => [response.status, (await response.json()).error.code];

it("the manifest contains every route", async () => {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" });
  const paths = files.filter((file) => file.endsWith("route.ts")).map((file) => file.replace(/\/route\.ts$/, ""));
  expect(paths.toSorted()).toEqual([...new Set([...MANIFEST.map(({ path }) => path), ...OPEN])].toSorted());
});

it("every route answers a method that it does not have with 405, and names those that it has", async () => {
  for (const path of [...new Set(MANIFEST.map((row) => row.path))]) {
    const handlers = await handlersOf(path);
    expect(Object.keys(handlers).toSorted(), path).toEqual(METHODS.toSorted());
    const own = MANIFEST.filter((row) => row.path === path).map(({ method }): string => method);
    const allowed = METHODS.filter(
      (method) => own.includes(method) || method === "OPTIONS" || (method === "HEAD" && own.includes("GET")),
    );
    for (const method of METHODS.filter((method) => !allowed.includes(method) || method === "OPTIONS")) {
      const request = new Request("http://localhost:3000/api/x", { method });
      const response = await handlers[method]?.(request, { params: Promise.resolve({}) });
      expect(response?.headers.get("allow"), `${method} ${path}`).toBe(allowed.join(", "));
      if (method === "OPTIONS") expect(response?.status).toBe(204);
      else expect(await codeOf(response ?? new Response()), `${method} ${path}`).toEqual([405, "method_not_allowed"]);
    }
  }
});

let owner: Visit;
let auditor: Visit;
let stranger: Visit;
/** The ID of a second cluster with a client. */
let elsewhere: string;

/** Whether a request of the running test was accepted that used something up. */
let hasSpent = false;
/** Whether the next test can have what the one before had. */
let isUnchanged = false;

/** Visits of the block, while nothing is used up. */
const visits = new Map<string, Visit>();

/** A visit of somebody with a role on all clusters or on one. */
async function visitOf(role: Role, clusterId?: string): Promise<Visit> {
  const key = `${role} ${clusterId}`;
  const visit = visits.get(key) ?? (await openVisit(role, clusterId));
  visits.set(key, visit);
  return visit;
}

function eachRow(title: string, test: (row: Row) => Promise<void>, isTested: (row: Row) => unknown = () => true): void {
  it.each(rows.filter(([, row]) => isTested(row)))(title, async (_, row) => {
    hasSpent = false;
    await test(row);
    isUnchanged = !hasSpent;
  });
}

/** An owner, an auditor and a stranger for the block; before each test a cluster with one client, as it was created. */
function withMembers(): void {
  beforeAll(async () => {
    isUnchanged = false;
    owner = await openVisit("owner");
    auditor = await openVisit("auditor");
    stranger = await openVisit(null);
    elsewhere = simulator().state.addCluster({ name: "Elsewhere", clients: [{ name: "elsewhere-worker" }] }).uuid;
  });
  // A check of the history goes on after its response, and must not outlive the database.
  afterAll(async () => {
    const state = processState("verification", (): { check: { endedAt: Date | null } | null } => ({ check: null }));
    await vi.waitFor(() => expect(state.check?.endedAt).not.toBeNull(), { timeout: 20_000 });
  });
  beforeEach(async () => {
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
    // The limits count in this process, for all tests and both databases.
    processState("rate-limits", () => new Map()).clear();
    skipAllTokenWaits();
    simulator().resetCounts();
    if (isUnchanged) {
      isUnchanged = false;
      return;
    }
    visits.clear();
    // The lists stay short: there are hundreds of tests.
    if (simulator().state.cluster(params.clusterId)) simulator().state.removeCluster(params.clusterId);
    const { uuid } = simulator().state.addCluster({ name: "Orders" });
    await listClusters(OWNER, { refresh: "1" });
    const result = await createClient({ ...OWNER, memberId: owner.memberId }, uuid, createInput());
    if (result.outcome !== "created") throw new Error("The client was not created.");
    credentials = { clientId: result.connection.clientId, clientSecret: result.clientSecret };
    // Another instance is syncing, because a sync would go on after its test.
    for (const name of ["sync", "activity"]) {
      const running = { name, leaseUntil: new Date(Date.now() + 60_000) };
      await db().job.upsert({ where: { name }, create: running, update: running });
    }
    const { memberId } = await openVisit("auditor");
    const session = await db().session.findFirstOrThrow({ where: { memberId: (await openVisit("owner")).memberId } });
    await evaluateCluster(uuid);
    params = {
      clusterId: uuid,
      clientId: credentials.clientId,
      operationId: result.operation.id,
      memberId,
      sessionId: session.id,
      viewId: crypto.randomUUID(),
      rotationId: crypto.randomUUID(),
    };
    const own = { memberId: owner.memberId, createdAt: new Date() };
    await db().savedView.deleteMany();
    const place = { clusterId: uuid, clientId: `rotated-${uuid}` };
    const old = { ...place, name: "orders-worker-0", scopes: "Zeebe", origin: "unmanaged", firstSeenAt: new Date() };
    await db().client.create({ data: { ...old, id: crypto.randomUUID() } });
    await db().rotation.create({
      data: {
        ...{ id: params.rotationId, reason: "rotate", clusterId: uuid, oldClientId: place.clientId, oldName: old.name },
        ...{ openKey: place.clientId, newName: "orders-worker-1", newClientId: "unlisted" },
        ...{ deadline: new Date(), deadlineAction: "remind" },
        ...{ startedById: owner.memberId, startedByName: "Test owner", startedAt: new Date() },
      },
    });
    await db().savedView.create({ data: { ...own, id: params.viewId, name: "Orders", query: "{}" } });
    simulator().resetCounts();
  });
}

describeOnBothDatabases("every route", ({ provider }) => {
  withMembers();

  // Roles are decided in this process; what differs between the databases are the queries, which admins get to as well.
  describe.each(provider === "sqlite" ? ROLES : ["admin" as const])("for an %s", (role) => {
    eachRow("%s has the status of the manifest, and headers that forbid caching", async (row) => {
      const visit = role === "owner" ? owner : await visitOf(role);
      const refusals = () => db().auditEvent.count({ where: { action: "access.refuse", actorId: visit.memberId } });
      const before = await refusals();
      const response = await call(row, { visit });
      expect(response.status).toBe(row.expected[role]);
      expect(response.headers.get("cache-control")).toBe("no-store, private");
      expect(response.headers.get("etag")).toBeNull();
      const isRefused = response.status === 403;
      expect((await refusals()) - before).toBe(isRefused ? 1 : 0);
      if (isRefused) expect(simulator().requests()).toEqual([]);
    });

    eachRow("%s gives nothing away to those who hold the role on another cluster", async (row) => {
      const visit = await visitOf(role, elsewhere);
      const response = await call(row, { visit });
      // Without the right on any cluster, that is what they hear first.
      const hears = row.namesCluster && row.expected[role] === 403 && role === "auditor" ? "forbidden" : null;
      if (row.path.includes("[clusterId]") || row.namesCluster) {
        expect(await codeOf(response)).toEqual(hears ? [403, hears] : [404, "cluster_not_found"]);
        expect(simulator().requests()).toEqual([]);
        return;
      }
      const isHidden = row.path.includes("[rotationId]") && (row.method === "GET" || role !== "auditor");
      expect(response.status).toBe(isHidden ? 404 : onClusters(row, role));
      const text = await response.text();
      expect(text).not.toContain(params.clusterId);
      expect(text).not.toContain("orders-worker");
    });

    eachRow("%s is open to those who hold the role on this cluster alone", async (row) => {
      const response = await call(row, { visit: await visitOf(role, params.clusterId) });
      // What the owner of this block created is not theirs.
      expect(response.status).toBe(onClusters(row, role));
    });
  });

  it("a creator deletes what they created, and a list counts only what they may see", async () => {
    const creator = await openVisit("creator", params.clusterId);
    const created = await (await call(CREATE_CLIENT, { visit: creator })).json();
    const clientId = created.connection.clientId;
    const remove = rowOf(`DELETE ${CLIENT}`);
    const removed = await call(remove, { visit: creator, ids: { clientId } });
    expect(removed.status).toBe(204);
    expect((await call(remove, { visit: creator })).status).toBe(403);
    simulator().state.addCluster({ name: "Orders too" });
    await listClusters(OWNER, { refresh: "1" });
    for (const query of ["", "search=orders"]) {
      const list = await (await call(LIST_CLUSTERS, { visit: creator, query })).json();
      expect([list.total, list.found, list.clusters.length, list.nextAfter]).toEqual([1, 1, 1, null]);
    }
    const nowhere = await (await call(LIST_CLUSTERS, { visit: creator, query: "search=too" })).json();
    expect([nowhere.total, nowhere.found, nowhere.clusters]).toEqual([1, 0, []]);
  });

  it("a page can't begin after something that its reader may not know of", async () => {
    const { uuid } = simulator().state.addCluster({ name: "Elsewhere", clients: [{ name: "elsewhere-worker" }] });
    await listClusters(OWNER, { refresh: "1" });
    await listClients(OWNER, uuid, {});
    const elsewhereRow = await db().client.findFirstOrThrow({ where: { clusterId: uuid } });
    const admin = await openVisit("admin", params.clusterId);
    const elsewhere = await openVisit("admin", uuid);
    const session = await db().session.findFirstOrThrow({ where: { memberId: elsewhere.memberId } });
    const foreign: [path: string, after: string][] = [
      ["clusters", uuid],
      ["clusters/[clusterId]/access", elsewhere.memberId],
      ["clients", elsewhereRow.id],
      ["clusters/[clusterId]/clients", simulator().state.cluster(uuid)?.clients[0]?.clientId ?? ""],
      ["sessions", session.id],
    ];
    for (const [path, after] of foreign) {
      const row = rowOf(`GET ${path}`);
      for (const query of [`after=${after}`, `after=${path.endsWith("clients") ? "none" : NOBODY}`])
        expect(await codeOf(await call(row, { visit: admin, query })), `${path} ${query}`).toEqual([
          422,
          "invalid_input",
        ]);
      const own = path === "sessions" ? "of=everybody&" : "";
      const all = await call(row, { visit: owner, query: `${own}after=${after}` });
      expect(all.status, path).toBe(path.startsWith("clusters/") ? 422 : 200);
    }
  });

  it("the IDs of another cluster and of its people, in paths, queries and bodies, find nothing", async () => {
    const { clusterId, clientId, operationId } = params;
    const { uuid } = simulator().state.addCluster({ name: "Elsewhere" });
    await listClusters(OWNER, { refresh: "1" });
    simulator().resetCounts();
    const admin = await openVisit("admin", uuid);
    const ids = { clusterId: uuid };
    const creates = () => db().operation.findUniqueOrThrow({ where: { id: operationId } });
    const before = await creates();
    const tries: [name: string, sent: Sent, status: number][] = [
      ["GET clusters/[clusterId]/operations/[operationId]", { ids }, 404],
      [`POST ${CLIENT}/secret-events`, { ids }, 404],
      [`DELETE ${CLIENT}`, { ids, query: `discards=${operationId}` }, 409],
      ["GET sessions", { query: `member=${owner.memberId}` }, 403],
      ["GET sessions", { query: `member=${NOBODY}` }, 403],
      ["DELETE sessions", { query: `member=${owner.memberId}` }, 403],
      ["DELETE sessions", { query: `member=${NOBODY}` }, 403],
      ["DELETE sessions/[sessionId]", {}, 404],
      ["DELETE sessions/[sessionId]", { ids: { sessionId: NOBODY } }, 404],
      ["GET members/[memberId]", {}, 403],
      ["GET members/[memberId]", { ids: { memberId: NOBODY } }, 403],
    ];
    for (const [name, sent, status] of tries) {
      const response = await call(rowOf(name), { visit: admin, ...sent });
      const text = await response.text();
      expect(response.status, `${name} ${JSON.stringify(sent)}`).toBe(status);
      expect(text).not.toMatch(new RegExp(`${clusterId}|${clientId}|orders|Test owner`, "i"));
    }
    expect(await creates()).toEqual(before);
    expect(simulator().requests()).toEqual([]);
    // What a filter names is found only among what the reader may know of.
    const audit = rowOf("GET audit-events");
    const names = [`cluster=${clusterId}`, "cluster=Orders", `client=${clientId}`, `person=${owner.memberId}`];
    for (const query of [...names, "person=Test%20owner", "action=client.create"]) {
      const { events } = await (await call(audit, { visit: admin, query })).json();
      expect(events, query).toEqual([]);
    }
    const access = await (await call(rowOf("GET clusters/[clusterId]/access"), { visit: admin, ids })).text();
    expect(access).not.toContain(clusterId);
  });

  it.each(["disabled", "lowered", "removed", "signed out"])(
    "a create whose member is %s while it is at Camunda ends truthfully, and nothing else begins",
    async (what) => {
      const visit = await openVisit("creator", params.clusterId);
      const by = principalWith(everywhere("owner"), "Test owner", owner.memberId);
      simulator().addFault({ ...CREATE, do: "hang" });
      const running = call(CREATE_CLIENT, { visit });
      await simulator().waitFor(CREATE, { until: "held" });
      const grants = [{ role: "auditor" as const, clusters: [params.clusterId] }];
      if (what === "disabled") await changeMember(by, visit.memberId, { disabled: true });
      if (what === "lowered") await changeMember(by, visit.memberId, { grants });
      if (what === "removed") await removeMember(by, visit.memberId);
      if (what === "signed out") await transaction((tx) => revokeSession(tx, visit.sessionId));
      simulator().release();
      const response = await running;
      const created = await response.json();
      expect([response.status, created.outcome]).toEqual([201, "created"]);
      const { clientId } = created.connection;
      const client = await db().client.findFirstOrThrow({ where: { clientId } });
      expect(client).toMatchObject({ origin: "managed", createdById: visit.memberId });
      const events = await db().auditEvent.findMany({ where: { actorId: visit.memberId, action: "client.create" } });
      // With the role that they held when it began.
      expect(events.map(({ outcome, role }) => [outcome, role])).toEqual([
        ["requested", "creator"],
        ["succeeded", "creator"],
      ]);
      simulator().resetCounts();
      const next = what === "lowered" ? [403, "forbidden"] : [401, "unauthenticated"];
      for (const row of [CREATE_CLIENT, rowOf(`DELETE ${CLIENT}`), rowOf(`POST ${CLIENT}/secret-events`)])
        expect(await codeOf(await call(row, { visit, ids: { clientId } }))).toEqual(next);
      expect(simulator().requests()).toEqual([]);
    },
  );

  it.each([
    ["without a session", 401, "unauthenticated", {}],
    ["from another site", 403, "cross_site", { "sec-fetch-site": "cross-site" }],
  ] as const)(
    "a request %s is recorded with its address, ten times a minute at most",
    async (_, status, code, headers) => {
      const address = `192.0.2.${status - 400}`;
      const sent = { headers: { "x-latchkey-address": address, ...headers } };
      for (let turn = 0; turn < 12; turn++)
        expect(await codeOf(await call(LIST_CLUSTERS, sent))).toEqual([status, code]);
      const events = await db().auditEvent.findMany({ where: { address } });
      expect(events).toHaveLength(10);
      expect(events[0]).toMatchObject({
        action: "access.refuse",
        outcome: "refused",
        actorId: null,
        actorName: "Not signed in",
        detail: JSON.stringify({ code, request: "GET /api/x" }),
      });
      const lines = vi.mocked(process.stdout.write).mock.calls.map(([line]) => String(line));
      expect(
        lines.filter((line) => line.includes('"refused"') && line.includes(`"address":"${address}"`)),
      ).toHaveLength(12);
    },
  );

  it("a request without a session stays a 401 when it can't be recorded", async () => {
    vi.spyOn(db(), "$transaction").mockRejectedValueOnce(new Error("read-only"));
    expect(await codeOf(await call(LIST_CLUSTERS))).toEqual([401, "unauthenticated"]);
    vi.restoreAllMocks();
  });

  eachRow("%s asks for a fresh sign-in if the manifest says so, and only then", async (row) => {
    const visit = await openVisit("owner");
    const minutesAgo = async (minutes: number) =>
      db().session.updateMany({
        where: { memberId: visit.memberId },
        data: { authenticatedAt: new Date(Date.now() - minutes * 60_000) },
      });
    await minutesAgo(61);
    if (row.fresh) {
      expect(await codeOf(await call(row, { visit }))).toEqual([403, "reauthentication_required"]);
      expect(simulator().requests()).toEqual([]);
      await minutesAgo(59);
    }
    const isOfCreator = row.path.endsWith("secret-events") || row.path.startsWith("views/");
    expect((await call(row, { visit })).status).toBe(isOfCreator ? 404 : row.expected.owner);
  });

  it("to say that a client is deleted at its end asks for a fresh sign-in, and to put that off does not", async () => {
    const visit = await openVisit("owner");
    const { memberId } = visit;
    await db().session.updateMany({ where: { memberId }, data: { authenticatedAt: new Date(Date.now() - 3_660_000) } });
    const { clusterId, clientId } = params;
    const edit = (changes: object) => {
      const body = JSON.stringify({ clients: [{ clusterId, clientId, changes }] });
      return call(rowOf("PATCH clients"), { visit, body });
    };
    const at = new Date(Date.now() + 60_000).toISOString();
    expect(await codeOf(await edit({ end: { at, action: "delete" } }))).toEqual([403, "reauthentication_required"]);
    expect((await edit({ end: { at, action: "remind" } })).status).toBe(200);
    expect((await edit({ putOffDays: 7 })).status).toBe(200);
    isUnchanged = false;
  });

  it("to tick what a deletion waits for asks for a fresh sign-in, and other ticks do not", async () => {
    const visit = await openVisit("owner");
    const { memberId } = visit;
    await db().session.updateMany({ where: { memberId }, data: { authenticatedAt: new Date(Date.now() - 3_660_000) } });
    const where = { id: params.rotationId };
    const tick = (step: string, isDone = true) =>
      call(rowOf("PATCH rotations/[rotationId]"), { visit, body: JSON.stringify({ step, isDone }) });
    expect((await tick("rolledOut")).status).toBe(204);
    await db().rotation.update({ where, data: { deadlineAction: "delete", rolledOutAt: null } });
    expect(await codeOf(await tick("rolledOut"))).toEqual([403, "reauthentication_required"]);
    expect((await tick("tested")).status).toBe(204);
    expect((await tick("rolledOut", false)).status).toBe(204);
    isUnchanged = false;
  });

  it("to give up a rotation that holds a deletion asks for a fresh sign-in, and another rotation does not", async () => {
    const visit = await openVisit("owner");
    const { memberId } = visit;
    await db().session.updateMany({ where: { memberId }, data: { authenticatedAt: new Date(Date.now() - 3_660_000) } });
    const { clusterId, clientId: newClientId } = params;
    const { oldClientId } = await db().rotation.update({ where: { id: params.rotationId }, data: { newClientId } });
    const giveUp = () =>
      call(rowOf("PATCH rotations/[rotationId]"), { visit, body: JSON.stringify({ givesUp: true }) });
    for (const clientId of [oldClientId, newClientId]) {
      const where = { clusterId_clientId: { clusterId, clientId } };
      await db().client.update({ where, data: { endsAt: new Date(), endAction: "delete" } });
      expect(await codeOf(await giveUp())).toEqual([403, "reauthentication_required"]);
      await db().client.update({ where, data: { endAction: "remind" } });
    }
    expect((await giveUp()).status).toBe(204);
    isUnchanged = false;
  });

  it("beyond the limit of refusals, a refusal is a 429 without an event", async () => {
    const visit = await openVisit("auditor");
    const events = () => db().auditEvent.count({ where: { actorId: visit.memberId } });
    for (let at = 0; at < 59; at++) await limit("refusal", visit.memberId);
    expect(await codeOf(await call(CREATE_CLIENT, { visit }))).toEqual([403, "forbidden"]);
    expect(await codeOf(await call(CREATE_CLIENT, { visit }))).toEqual([429, "rate_limited"]);
    expect(await events()).toBe(1);
  });

  it("a failed session lookup is a 503", async () => {
    const down = Object.assign(new Error("gone"), { code: "P1001" });
    vi.spyOn(db().session, "findUnique").mockRejectedValue(down);
    expect(await codeOf(await call(LIST_CLUSTERS, { visit: owner }))).toEqual([503, "database_unavailable"]);
    vi.restoreAllMocks();
  });

  it("a refusal records the address and the ID of its request, and returns the ID", async () => {
    const requestId = crypto.randomUUID();
    const headers = { "x-latchkey-address": "192.0.2.7", "x-request-id": requestId };
    const response = await call(CREATE_CLIENT, { visit: auditor, headers });
    expect((await response.json()).error).toMatchObject({ code: "forbidden", requestId });
    expect(await db().auditEvent.findFirst({ where: { requestId } })).toMatchObject({
      action: "access.refuse",
      address: "192.0.2.7",
      actorId: auditor.memberId,
      clusterId: params.clusterId,
      detail: '{"right":"clients.create"}',
    });
  });
});

describeOnSqlite("every route", () => {
  withMembers();

  eachRow("%s requires a live session of a member with a role", async (row) => {
    expect(await codeOf(await call(row))).toEqual([401, "unauthenticated"]);
    expect(await codeOf(await call(row, { visit: stranger }))).toEqual([403, "no_access"]);
    expect(await codeOf(await call(row, { visit: { ...owner, sessionId: "made-up" } }))).toEqual([
      401,
      "unauthenticated",
    ]);

    const copied = await openVisit("owner");
    await transaction((tx) => revokeSession(tx, copied.sessionId));
    expect(await codeOf(await call(row, { visit: copied }))).toEqual([401, "unauthenticated"]);
    expect(simulator().requests()).toEqual([]);
  });

  eachRow("%s puts off the idle end, unless pages ask by themselves", async (row) => {
    const visit = await openVisit("owner");
    const lastSeenAt = new Date(Date.now() - 20 * 60_000);
    await db().session.updateMany({ where: { memberId: visit.memberId }, data: { lastSeenAt } });
    await call(row, { visit });
    const session = await db().session.findFirstOrThrow({ where: { memberId: visit.memberId } });
    expect(session.lastSeenAt > lastSeenAt).toBe(row.isPolled === undefined);
  });

  eachRow("%s finds its session cookie among other cookies, and accepts nothing else as one", async (row) => {
    const session = owner.sessionId;
    for (const cookie of [
      "",
      "latchkey.session=",
      "latchkey.session=made-up",
      "latchkey.session=%zz",
      `other.latchkey.session=${session}`,
    ])
      expect(await codeOf(await call(row, { headers: { cookie } }))).toEqual([401, "unauthenticated"]);
    expect(simulator().requests()).toEqual([]);
    const cookie = `theme=dark; latchkey.session=${session}; latchkey.session-hint=1`;
    expect((await call(row, { headers: { cookie } })).status).toBe(row.expected.owner);
  });

  eachRow("%s is refused beyond each of its rate limits", async (row) => {
    for (const limited of ["request" as const, ...(row.limit ? [row.limit] : [])]) {
      const busy = await openVisit("owner");
      const take = () => limit(limited, busy.memberId).then(Boolean, () => null);
      for (let taken = 0; taken < 600 && (await take()) !== null; taken++);
      const response = await call(row, { visit: busy });
      expect(Number(response.headers.get("retry-after")), limited).toBeGreaterThan(0);
      expect(await codeOf(response), limited).toEqual([429, "rate_limited"]);
    }
    expect(simulator().requests()).toEqual([]);
  });

  eachRow(
    "%s refuses unknown and invalid queries",
    async (row) => {
      for (const query of row.badQueries ?? [])
        expect(await codeOf(await call(row, { visit: owner, query })), query).toEqual([422, "invalid_input"]);
      expect(simulator().requests()).toEqual([]);
    },
    (row) => row.badQueries,
  );

  eachRow("%s refuses requests from other sites first", async (row) => {
    for (const headers of [{ "sec-fetch-site": "cross-site" }, { origin: "https://evil.example" }, { origin: "null" }])
      expect(await codeOf(await call(row, { visit: owner, headers }))).toEqual([403, "cross_site"]);
    if (row.method !== "GET") {
      const form = { "x-latchkey-request": "", "content-type": "application/x-www-form-urlencoded" };
      expect(await codeOf(await call(row, { visit: owner, headers: form }))).toEqual([403, "cross_site"]);
    }
    expect(simulator().requests()).toEqual([]);
  });

  eachRow(
    "%s accepts only a small JSON body that matches its schema",
    async (row) => {
      const send = async (sent: Sent) => codeOf(await call(row, { visit: owner, ...sent }));
      const own = JSON.stringify(row.body?.());
      expect(await send({ headers: { "content-type": "text/plain" } })).toEqual([415, "unsupported_media_type"]);
      expect(await send({ body: JSON.stringify({ pad: "x".repeat(65_536) }) })).toEqual([413, "payload_too_large"]);
      for (const body of [
        "",
        "{",
        "null",
        `{"__proto__":{},${own.slice(1)}`,
        "[]",
        "{}",
        own.replace("{", '{"more":1,'),
      ])
        expect(await send({ body })).toEqual([422, "invalid_input"]);
      expect(simulator().requests()).toEqual([]);
    },
    (row) => row.body,
  );

  eachRow(
    "%s is 404 for IDs that can't exist",
    async (row) => {
      if (row.path.includes("[memberId]"))
        for (const memberId of ["..", "1", "__proto__", `${params.memberId}/x`])
          expect(await codeOf(await call(row, { visit: owner, ids: { memberId } }))).toEqual([404, "not_found"]);
      if (row.path.includes("[rotationId]"))
        for (const rotationId of ["..", "1", "__proto__", NOBODY, `${params.rotationId}/x`])
          expect(await codeOf(await call(row, { visit: owner, ids: { rotationId } }))).toEqual([404, "not_found"]);
      if (row.path.includes("[viewId]"))
        for (const viewId of ["..", "1", "__proto__", `${params.viewId}/x`])
          expect(await codeOf(await call(row, { visit: owner, ids: { viewId } }))).toEqual([404, "not_found"]);
      if (row.path.includes("[clusterId]"))
        for (const clusterId of ["..", "1", `${params.clusterId}/x`, "../../members"])
          expect(await codeOf(await call(row, { visit: owner, ids: { clusterId } }))).toEqual([404, "not_found"]);
      if (row.path.includes("[clientId]"))
        for (const clientId of ["..", ".", "a/b", "a?b", "", "x".repeat(129)])
          expect(await codeOf(await call(row, { visit: owner, ids: { clientId } }))).toEqual([404, "not_found"]);
      expect(simulator().requests()).toEqual([]);
    },
    (row) => row.path.includes("["),
  );

  describe("a request to create a client", () => {
    it.each([
      ["no list of scopes", { scopes: undefined }, "scopes"],
      ["null for scopes", { scopes: null }, "scopes"],
      ["a word for scopes", { scopes: "Zeebe" }, "scopes"],
      ["no scopes", { scopes: [] }, "scopes"],
      ["a scope twice", { scopes: ["Zeebe", "Zeebe"] }, "scopes"],
      ["a thousand scopes", { scopes: Array.from({ length: 1_000 }, () => "Zeebe") }, "scopes"],
      ["an unknown scope", { scopes: ["Zeebe", "Orchestration"] }, "scopes.1"],
      ["a scope in lower case", { scopes: ["zeebe"] }, "scopes.0"],
      ["a name of 51 characters", { name: "x".repeat(51) }, "name"],
      ["a name with a space", { name: "a b" }, "name"],
      ["no name", { name: "" }, "name"],
      ["a name with markup", { name: "<b>" }, "name"],
      ["a name that ends in a newline", { name: "abc\n" }, "name"],
      ["a key that is not a UUID", { key: "1" }, "key"],
      ["a purpose of 501 characters", { purpose: "x".repeat(501) }, "purpose"],
    ])("with %s gets an error at that field, and nothing is sent upstream", async (_, changes, field) => {
      const response = await call(CREATE_CLIENT, {
        visit: owner,
        body: JSON.stringify({ ...createInput(), ...changes }),
      });
      expect(response.status).toBe(422);
      expect(Object.keys((await response.json()).error.fields)).toEqual([field]);
      expect(simulator().requests()).toEqual([]);
    });

    it("that Camunda refuses with an HTML page gets an error without it", async () => {
      simulator().addFault({ method: "POST", path: "/clusters/:uuid/clients", do: "html", status: 403 });
      const response = await call(CREATE_CLIENT, { visit: owner });
      expect(response.status).toBe(409);
      expect(await response.text()).not.toContain("<");
    });
  });
});
