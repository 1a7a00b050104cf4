import { readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type Limited, limit } from "@/lib/server/access/rate-limit";
import { OWNER } from "@/lib/server/access/testing/principals";
import { skipAllTokenWaits, withSimulator } from "@/lib/server/camunda/testing/simulator";
import { createClient } from "@/lib/server/clients/create-client";
import { createInput } from "@/lib/server/clients/testing/create";
import { listClusters } from "@/lib/server/clusters/list-clusters";
import { revokeSession } from "@/lib/server/identity/session";
import { cookieOf, openVisit, type Visit } from "@/lib/server/identity/testing/visits";
import { db, transaction } from "@/lib/server/platform/database/db";
import { processState } from "@/lib/server/platform/process-state";
import { describeOnBothDatabases, describeOnSqlite } from "@/lib/server/platform/testing/database";

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;
type Row = {
  path: string;
  method: "GET" | "POST" | "DELETE";
  body?: () => unknown;
  /** Queries that the route refuses. */
  badQueries?: string[];
  /** The route's own rate limit. */
  limit?: Limited;
  owner: number;
  auditor: number;
};

const CLIENT = "clusters/[clusterId]/clients/[clientId]";
const BAD_LIST_QUERIES = [
  ...["more=1", "refresh=yes", "sort=color", "direction=up", "search=%00", `search=${"x".repeat(101)}`],
  ...["after=", "after=..", "after=a/b", "after=%00"],
];
const LIST_CLUSTERS: Row = {
  path: "clusters",
  method: "GET",
  badQueries: [...BAD_LIST_QUERIES, "after=1", "name=orders"],
  owner: 200,
  auditor: 200,
};
const CREATE_CLIENT: Row = {
  path: "clusters/[clusterId]/clients",
  method: "POST",
  body: () => createInput({ name: "new-one" }),
  limit: "create",
  owner: 201,
  auditor: 403,
};
/** Every route behind the guard, and the status for each role. A new route without a row fails. */
const MANIFEST: Row[] = [
  {
    path: "audit-events",
    method: "GET",
    badQueries: ["more=1", "before=0", "before=x", "before=2147483648", "action=client.forget", "from=yesterday"],
    owner: 200,
    auditor: 200,
  },
  LIST_CLUSTERS,
  { path: "clusters/[clusterId]", method: "GET", badQueries: ["more=1", "refresh=yes"], owner: 200, auditor: 200 },
  {
    path: "clusters/[clusterId]/clients",
    method: "GET",
    badQueries: [...BAD_LIST_QUERIES, `name=${"x".repeat(51)}`],
    owner: 200,
    auditor: 200,
  },
  CREATE_CLIENT,
  {
    path: "clusters/[clusterId]/connection-test",
    method: "POST",
    body: () => credentials,
    limit: "connection-test",
    owner: 200,
    auditor: 403,
  },
  { path: "clusters/[clusterId]/operations", method: "GET", owner: 200, auditor: 200 },
  { path: "clusters/[clusterId]/operations/[operationId]", method: "GET", owner: 200, auditor: 200 },
  {
    path: `${CLIENT}/secret-events`,
    method: "POST",
    body: () => ({ event: "shown", operationId: params.operationId }),
    limit: "secret-event",
    owner: 204,
    auditor: 403,
  },
  { path: CLIENT, method: "GET", owner: 200, auditor: 200 },
  { path: CLIENT, method: "DELETE", badQueries: ["more=1", "discards=1"], limit: "delete", owner: 204, auditor: 403 },
];
/** Routes that need no session: the health check and sign-in. */
const OPEN = ["auth/[...nextauth]", "health"];

const simulator = withSimulator();
let params = { clusterId: "", clientId: "", operationId: "" };
let credentials = { clientId: "", clientSecret: "" };
const rows = MANIFEST.map((row): [string, Row] => [`${row.method} ${row.path}`, row]);
/** The rate limits that apply to each route. */
const LIMITS = rows.flatMap(([name, row]) => {
  const limits: Limited[] = row.limit ? ["request", row.limit] : ["request"];
  return limits.map((limited): [string, Limited, Row] => [name, limited, row]);
});
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
async function call(row: Row, { visit, headers = {}, body, query = "", ids }: Sent = {}): Promise<Response> {
  const cookie = visit && `latchkey.session=${await cookieOf(visit)}`;
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
  return handler(request, { params: Promise.resolve({ ...params, ...ids }) });
}
const codeOf = async (response: Response) => [response.status, (await response.json()).error.code];

it("the manifest contains every route with all of its methods", async () => {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" });
  const paths = files.filter((file) => file.endsWith("route.ts")).map((file) => file.replace(/\/route\.ts$/, ""));
  expect(paths.toSorted()).toEqual([...new Set([...MANIFEST.map(({ path }) => path), ...OPEN])].toSorted());
  for (const path of paths.filter((path) => !OPEN.includes(path))) {
    const methods = Object.keys(await handlersOf(path)).toSorted();
    expect(methods).toEqual(
      MANIFEST.filter((row) => row.path === path)
        .map(({ method }) => method)
        .toSorted(),
    );
  }
});

let owner: Visit;
let auditor: Visit;
let stranger: Visit;

/** Three members for the block; before each test a new cluster with one client. */
function withMembers(): void {
  beforeAll(async () => {
    owner = await openVisit("owner");
    auditor = await openVisit("auditor");
    stranger = await openVisit(null);
  });
  beforeEach(async () => {
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
    // The limits count in this process, for all tests and both databases.
    processState("rate-limits", () => new Map()).clear();
    skipAllTokenWaits();
    const { uuid } = simulator().state.addCluster({ name: "Orders" });
    await listClusters(OWNER, { refresh: "1" });
    const result = await createClient({ ...OWNER, memberId: owner.memberId }, uuid, createInput());
    if (result.outcome !== "created") throw new Error("The client was not created.");
    credentials = { clientId: result.connection.clientId, clientSecret: result.clientSecret };
    params = { clusterId: uuid, clientId: credentials.clientId, operationId: result.operation.id };
    simulator().resetCounts();
  });
}

describeOnBothDatabases("every route", () => {
  withMembers();

  it.each(rows)("%s responds according to the role, with headers that forbid caching", async (_, row) => {
    const refusals = () => db().auditEvent.count({ where: { action: "access.refuse", actorId: auditor.memberId } });
    const before = await refusals();
    const refused = await call(row, { visit: auditor });
    expect(refused.status).toBe(row.auditor);
    if (row.auditor === 403) expect([simulator().requests(), await refusals()]).toEqual([[], before + 1]);
    const response = await call(row, { visit: owner });
    expect(response.status).toBe(row.owner);
    for (const { headers } of [refused, response]) {
      expect(headers.get("cache-control")).toBe("no-store, private");
      expect(headers.get("etag")).toBeNull();
    }
  });

  it.each(rows)("%s requires a live session of a member with a role", async (_, row) => {
    expect(await codeOf(await call(row))).toEqual([401, "unauthenticated"]);
    expect(await codeOf(await call(row, { visit: stranger }))).toEqual([403, "no_access"]);
    const forged = { ...owner, secret: "another secret, of thirty-two characters" };
    expect(await codeOf(await call(row, { visit: forged }))).toEqual([401, "unauthenticated"]);
    expect(await codeOf(await call(row, { visit: { ...owner, sessionId: "made-up" } }))).toEqual([
      401,
      "unauthenticated",
    ]);

    const copied = await openVisit("owner");
    await transaction((tx) => revokeSession(tx, copied.sessionId));
    expect(await codeOf(await call(row, { visit: copied }))).toEqual([401, "unauthenticated"]);
    expect(simulator().requests()).toEqual([]);
  });

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

  it.each(rows)("%s finds its session cookie among other cookies, and accepts nothing else as one", async (_, row) => {
    const session = await cookieOf(owner);
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
    expect((await call(row, { headers: { cookie } })).status).toBe(row.owner);
  });

  it.each(LIMITS)("%s is refused beyond the rate limit for %s", async (_, limited, row) => {
    const busy = await openVisit("owner");
    await Promise.allSettled(Array.from({ length: 600 }, () => limit(limited, busy.memberId)));
    const response = await call(row, { visit: busy });
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await codeOf(response)).toEqual([429, "rate_limited"]);
    expect(simulator().requests()).toEqual([]);
  });

  it.each(rows.filter(([, { badQueries }]) => badQueries))("%s refuses unknown and invalid queries", async (_, row) => {
    for (const query of row.badQueries ?? [])
      expect(await codeOf(await call(row, { visit: owner, query })), query).toEqual([422, "invalid_input"]);
    expect(simulator().requests()).toEqual([]);
  });

  it.each(rows)("%s refuses requests from other sites first", async (_, row) => {
    for (const headers of [{ "sec-fetch-site": "cross-site" }, { origin: "https://evil.example" }, { origin: "null" }])
      expect(await codeOf(await call(row, { visit: owner, headers }))).toEqual([403, "cross_site"]);
    if (row.method !== "GET") {
      const form = { "x-latchkey-request": "", "content-type": "application/x-www-form-urlencoded" };
      expect(await codeOf(await call(row, { visit: owner, headers: form }))).toEqual([403, "cross_site"]);
    }
    expect(simulator().requests()).toEqual([]);
  });

  it.each(rows.filter(([, { body }]) => body))(
    "%s accepts only a small JSON body that matches its schema",
    async (_, row) => {
      const send = async (sent: Sent) => codeOf(await call(row, { visit: owner, ...sent }));
      const own = JSON.stringify(row.body?.());
      expect(await send({ headers: { "content-type": "text/plain" } })).toEqual([415, "unsupported_media_type"]);
      expect(await send({ body: JSON.stringify({ pad: "x".repeat(65_536) }) })).toEqual([413, "payload_too_large"]);
      for (const body of ["", "{", "null", "[]", "{}", own.replace("{", '{"more":1,')])
        expect(await send({ body })).toEqual([422, "invalid_input"]);
      expect(simulator().requests()).toEqual([]);
    },
  );

  it.each(rows.filter(([, { path }]) => path.includes("[clusterId]")))(
    "%s is 404 for IDs that can't exist",
    async (_, row) => {
      for (const clusterId of ["..", "1", `${params.clusterId}/x`, "../../members"])
        expect(await codeOf(await call(row, { visit: owner, ids: { clusterId } }))).toEqual([404, "not_found"]);
      if (row.path.includes("[clientId]"))
        for (const clientId of ["..", ".", "a/b", "a?b", "", "x".repeat(129)])
          expect(await codeOf(await call(row, { visit: owner, ids: { clientId } }))).toEqual([404, "not_found"]);
      expect(simulator().requests()).toEqual([]);
    },
  );

  describe("a request to create a client", () => {
    it.each([
      ["no scopes", { scopes: [] }, "scopes"],
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
