import { readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { OWNER } from "@/lib/server/access/testing/principals";
import { skipAllTokenWaits, withSimulator } from "@/lib/server/camunda/testing/simulator";
import { createClient } from "@/lib/server/clients/create-client";
import { createInput } from "@/lib/server/clients/testing/create";
import { listClusters } from "@/lib/server/clusters/list-clusters";
import { revokeSession } from "@/lib/server/identity/session";
import { cookieOf, openVisit, type Visit } from "@/lib/server/identity/testing/visits";
import { db, transaction } from "@/lib/server/platform/database/db";
import { describeOnBothDatabases } from "@/lib/server/platform/testing/database";

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;
type Row = { path: string; method: "GET" | "POST" | "DELETE"; body?: () => unknown; owner: number; auditor: number };

const CLIENT = "clusters/[clusterId]/clients/[clientId]";
const LIST_CLUSTERS: Row = { path: "clusters", method: "GET", owner: 200, auditor: 200 };
const CREATE_CLIENT: Row = {
  path: "clusters/[clusterId]/clients",
  method: "POST",
  body: () => createInput({ name: "new-one" }),
  owner: 201,
  auditor: 403,
};
/** Every route behind the guard, and what the two roles get. A new route without a row fails. */
const MANIFEST: Row[] = [
  { path: "audit-events", method: "GET", owner: 200, auditor: 200 },
  LIST_CLUSTERS,
  { path: "clusters/[clusterId]", method: "GET", owner: 200, auditor: 200 },
  { path: "clusters/[clusterId]/clients", method: "GET", owner: 200, auditor: 200 },
  CREATE_CLIENT,
  { path: "clusters/[clusterId]/connection-test", method: "POST", body: () => credentials, owner: 200, auditor: 403 },
  { path: "clusters/[clusterId]/operations", method: "GET", owner: 200, auditor: 200 },
  { path: "clusters/[clusterId]/operations/[operationId]", method: "GET", owner: 200, auditor: 200 },
  {
    path: `${CLIENT}/secret-events`,
    method: "POST",
    body: () => ({ event: "shown", operationId: params.operationId }),
    owner: 204,
    auditor: 403,
  },
  { path: CLIENT, method: "GET", owner: 200, auditor: 200 },
  { path: CLIENT, method: "DELETE", owner: 204, auditor: 403 },
];
/** Routes without a session: the health check, and signing in itself. */
const OPEN = ["auth/[...nextauth]", "health"];

const simulator = withSimulator();
let params = { clusterId: "", clientId: "", operationId: "" };
let credentials = { clientId: "", clientSecret: "" };
const rows = MANIFEST.map((row): [string, Row] => [`${row.method} ${row.path}`, row]);
const SAME_ORIGIN = { "sec-fetch-site": "same-origin", "x-latchkey-request": "1" };

async function handlersOf(path: string): Promise<Record<string, Handler>> {
  const file = join(import.meta.dirname, path, "route.ts");
  return import(file);
}

type Sent = {
  visit?: Visit | undefined;
  headers?: Record<string, string>;
  body?: string | undefined;
  ids?: Partial<typeof params>;
};
async function call(row: Row, { visit, headers = {}, body, ids }: Sent = {}): Promise<Response> {
  const cookie = visit && `latchkey.session=${await cookieOf(visit)}`;
  const routes = await handlersOf(row.path);
  const text = body ?? (row.body ? JSON.stringify(row.body()) : null);
  const request = new Request("http://localhost:3000/api/x", {
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

it("names every route there is, and every method it takes", async () => {
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

describeOnBothDatabases("every route", () => {
  let owner: Visit;
  let auditor: Visit;
  let stranger: Visit;
  beforeAll(async () => {
    owner = await openVisit("owner");
    auditor = await openVisit("auditor");
    stranger = await openVisit(null);
  });
  beforeEach(async () => {
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
    skipAllTokenWaits();
    const { uuid } = simulator().state.addCluster({ name: "Orders" });
    await listClusters(OWNER, { refresh: "1" });
    const made = await createClient({ ...OWNER, memberId: owner.memberId }, uuid, createInput());
    if (made.outcome !== "created") throw new Error("The client was not created.");
    credentials = { clientId: made.connection.clientId, clientSecret: made.clientSecret };
    params = { clusterId: uuid, clientId: credentials.clientId, operationId: made.operation.id };
    simulator().resetCounts();
  });

  it.each(rows)("%s answers by role, and nothing of it is kept by caches", async (_, row) => {
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

  it.each(rows)("%s gives nobody anything without a live session", async (_, row) => {
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

  it.each(rows)("%s refuses other sites before anything else", async (_, row) => {
    for (const headers of [{ "sec-fetch-site": "cross-site" }, { origin: "https://evil.example" }, { origin: "null" }])
      expect(await codeOf(await call(row, { visit: owner, headers }))).toEqual([403, "cross_site"]);
    if (row.method !== "GET") {
      const form = { "x-latchkey-request": "", "content-type": "application/x-www-form-urlencoded" };
      expect(await codeOf(await call(row, { visit: owner, headers: form }))).toEqual([403, "cross_site"]);
    }
    expect(simulator().requests()).toEqual([]);
  });

  it.each(rows.filter(([, { body }]) => body))("%s takes a small JSON body of its own shape alone", async (_, row) => {
    const send = async (sent: Sent) => codeOf(await call(row, { visit: owner, ...sent }));
    const own = JSON.stringify(row.body?.());
    expect(await send({ headers: { "content-type": "text/plain" } })).toEqual([415, "unsupported_media_type"]);
    expect(await send({ body: JSON.stringify({ pad: "x".repeat(65_536) }) })).toEqual([413, "payload_too_large"]);
    for (const body of ["", "{", "null", "[]", "{}", own.replace("{", '{"more":1,')])
      expect(await send({ body })).toEqual([422, "invalid_input"]);
    expect(simulator().requests()).toEqual([]);
  });

  it.each(rows.filter(([, { path }]) => path.includes("[clusterId]")))(
    "%s takes only ids that can exist",
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
      ["a scope in other letters", { scopes: ["zeebe"] }, "scopes.0"],
      ["a name of 51 characters", { name: "x".repeat(51) }, "name"],
      ["a name with a space", { name: "a b" }, "name"],
      ["no name", { name: "" }, "name"],
      ["a name with markup", { name: "<b>" }, "name"],
      ["a name that ends in a new line", { name: "abc\n" }, "name"],
      ["a key that is no UUID", { key: "1" }, "key"],
      ["a purpose of 501 characters", { purpose: "x".repeat(501) }, "purpose"],
    ])("with %s is told what to mend, and nothing is forwarded", async (_, changes, field) => {
      const response = await call(CREATE_CLIENT, {
        visit: owner,
        body: JSON.stringify({ ...createInput(), ...changes }),
      });
      expect(response.status).toBe(422);
      expect(Object.keys((await response.json()).error.fields)).toEqual([field]);
      expect(simulator().requests()).toEqual([]);
    });

    it("that fails at Camunda is answered in words, never with its page", async () => {
      simulator().addFault({ method: "POST", path: "/clusters/:uuid/clients", do: "html", status: 403 });
      const response = await call(CREATE_CLIENT, { visit: owner });
      expect(response.status).toBe(409);
      expect(await response.text()).not.toContain("<");
    });
  });

  it("answers 503 in words when the database is gone", async () => {
    const down = Object.assign(new Error("gone"), { code: "P1001" });
    vi.spyOn(db().session, "findUnique").mockRejectedValue(down);
    expect(await codeOf(await call(LIST_CLUSTERS, { visit: owner }))).toEqual([503, "database_unavailable"]);
    vi.restoreAllMocks();
  });
});
