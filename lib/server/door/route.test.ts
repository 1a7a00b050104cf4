import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { z } from "zod";
import { limit } from "@/lib/server/access/rate-limit";
import { route } from "@/lib/server/door/route";
import { cookieOf, openVisit, type Visit } from "@/lib/server/identity/testing/visits";
import { db } from "@/lib/server/platform/database/db";
import { AppError } from "@/lib/server/platform/errors";
import { processState } from "@/lib/server/platform/process-state";
import { describeOnSqlite } from "@/lib/server/platform/testing/database";

// The checks of the guard one by one. app/api/routes.test.ts shows that every route is behind it.
const CLUSTER = "11111111-1111-4111-8111-111111111111";
const CLIENT = "a-client";
const handle = vi.fn();
const remove = route({
  right: "clients.delete",
  params: z.object({ clusterId: z.uuid(), clientId: z.string() }),
  query: z.strictObject({ force: z.literal("1").exactOptional() }),
  body: z.strictObject({ name: z.string().max(5, "too long"), tags: z.array(z.string()).exactOptional() }),
  limit: "delete",
  fresh: true,
  handle,
});
const read = route({ right: "clusters.read", keepsAlive: false, handle });

type Sent = {
  headers?: Record<string, string>;
  body?: BodyInit;
  query?: string;
  method?: string;
  clusterId?: string;
  path?: string;
};

function send(handler: typeof remove, visit: Visit | null, sent: Sent = {}): Promise<Response> {
  const {
    headers = {},
    body = '{"name":"a"}',
    query = "",
    method = "DELETE",
    clusterId = CLUSTER,
    path = "things",
  } = sent;
  const request = new Request(`http://localhost:3000/api/${path}?${query}`, {
    method,
    headers: {
      "sec-fetch-site": "same-origin",
      "x-latchkey-request": "1",
      "content-type": "application/json",
      ...(visit && { cookie: cookieOf(visit) }),
      ...headers,
    },
    body: method === "GET" ? null : body,
  });
  return handler(request, { params: Promise.resolve({ clusterId, clientId: CLIENT }) });
}
const codeOf = async (response: Response) => [response.status, (await response.json()).error.code];
const fieldsOf = async (response: Response) => [response.status, (await response.json()).error.fields];
const refusals = (memberId: string) =>
  db().auditEvent.findMany({ where: { action: "access.refuse", actorId: memberId } });

/** The log lines of this test. */
const lines = () =>
  vi.mocked(process.stdout.write).mock.calls.map(([line]): Record<string, unknown> => JSON.parse(String(line)));

beforeEach(() => {
  processState("rate-limits", () => new Map()).clear();
  handle.mockReset().mockResolvedValue({});
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
});
afterEach(() => {
  vi.restoreAllMocks();
});

describeOnSqlite("the guard", () => {
  it("runs the use case with the principal, the session, and what it parsed", async () => {
    const visit = await openVisit("owner");
    const headers = { "x-latchkey-address": "192.0.2.1", "x-request-id": "r1" };
    const response = await send(remove, visit, { headers, query: "force=1" });
    expect([response.status, response.headers.get("cache-control"), await response.text()]).toEqual([
      204,
      "no-store, private",
      "",
    ]);
    expect(handle.mock.calls).toMatchObject([
      [
        {
          principal: { memberId: visit.memberId, role: "owner", address: "192.0.2.1", requestId: "r1" },
          session: { memberId: visit.memberId },
          params: { clusterId: CLUSTER, clientId: CLIENT },
          query: { force: "1" },
          body: { name: "a" },
        },
      ],
    ]);
    const [line] = lines();
    expect(line).toMatchObject({
      msg: "responded",
      requestId: "r1",
      method: "DELETE",
      route: "/api/things",
      memberId: visit.memberId,
      status: 204,
    });
    expect(line?.["ms"]).toBeLessThan(60_000);
    expect(line?.["ms"]).toBeGreaterThanOrEqual(0);
  });

  it("returns the use case's status and body, which nobody may store", async () => {
    const visit = await openVisit("auditor");
    handle.mockResolvedValue({ status: 201, body: { a: 1 } });
    const created = await send(read, visit, { method: "GET" });
    expect([created.status, await created.json()]).toEqual([201, { a: 1 }]);
    expect(created.headers.get("cache-control")).toBe("no-store, private");
    handle.mockResolvedValue({ body: [] });
    expect((await send(read, visit, { method: "GET" })).status).toBe(200);
    handle.mockResolvedValue({ status: 202 });
    expect((await send(read, visit, { method: "GET" })).status).toBe(202);
    expect(lines().map(({ status }) => status)).toEqual([201, 200, 202]);
    expect(handle.mock.lastCall).toMatchObject([{ params: undefined, query: {}, body: undefined }]);
  });

  it.each([
    ["cross_site", 403, { "sec-fetch-site": "cross-site" }],
    ["unauthenticated", 401, { cookie: "latchkey.session=made-up" }],
  ])("refuses what is %s, and records it", async (code, status, headers) => {
    const address = `192.0.2.${status}`;
    const visit = await openVisit("owner");
    const response = await send(remove, visit, { headers: { "x-latchkey-address": address, ...headers } });
    expect(await codeOf(response)).toEqual([status, code]);
    expect(handle).not.toHaveBeenCalled();
    expect(await db().auditEvent.findMany({ where: { address } })).toMatchObject([
      { action: "access.refuse", actorId: null, detail: JSON.stringify({ code, request: "DELETE /api/things" }) },
    ]);
    const line = lines().find(({ msg }) => msg === "refused");
    expect(line).toMatchObject({ address, status, code, route: "/api/things" });
    expect(line?.["ms"]).toBeLessThan(60_000);
  });

  it("refuses a member without a role, with an event that has the ID of the response", async () => {
    const visit = await openVisit(null);
    const response = await send(read, visit, { method: "GET" });
    const { error } = await response.json();
    expect([response.status, error.code]).toEqual([403, "no_access"]);
    expect(await refusals(visit.memberId)).toMatchObject([{ requestId: error.requestId }]);
    expect(error.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(handle).not.toHaveBeenCalled();
  });

  it("asks for the right on the cluster of the path, before anything else of the request", async () => {
    const visit = await openVisit("auditor");
    const wrong = { query: "x=1", body: "{" };
    expect(await codeOf(await send(remove, visit, wrong))).toEqual([403, "forbidden"]);
    expect(await refusals(visit.memberId)).toMatchObject([{ clusterId: CLUSTER, clientId: CLIENT }]);
    const elsewhere = await openVisit("admin", "22222222-2222-4222-8222-222222222222");
    expect(await codeOf(await send(remove, elsewhere, wrong))).toEqual([404, "cluster_not_found"]);
    expect((await send(remove, await openVisit("admin", CLUSTER))).status).toBe(204);
    expect(handle).toHaveBeenCalledOnce();
  });

  it("leaves it to the use case whether a creator made what it is about", async () => {
    expect((await send(remove, await openVisit("creator"))).status).toBe(204);
  });

  it("asks for a fresh sign-in where the route does, and nowhere else", async () => {
    const visit = await openVisit("owner");
    const authenticatedAt = new Date(Date.now() - 61 * 60_000);
    await db().session.updateMany({ where: { memberId: visit.memberId }, data: { authenticatedAt } });
    expect(await codeOf(await send(remove, visit, { query: "x=1" }))).toEqual([403, "reauthentication_required"]);
    expect(handle).not.toHaveBeenCalled();
    expect((await send(read, visit, { method: "GET" })).status).toBe(204);
  });

  it("puts off the idle end of a session unless the route says not to", async () => {
    const visit = await openVisit("owner");
    const lastSeenAt = new Date(Date.now() - 10 * 60_000);
    const { memberId } = visit;
    await db().session.updateMany({ where: { memberId }, data: { lastSeenAt } });
    const lastSeen = async () => (await db().session.findFirstOrThrow({ where: { memberId } })).lastSeenAt.getTime();
    await send(read, visit, { method: "GET" });
    expect(await lastSeen()).toBe(lastSeenAt.getTime());
    await send(remove, visit);
    expect(await lastSeen()).toBeGreaterThan(lastSeenAt.getTime());
  });

  it.each([
    ["request", 600, read],
    ["delete", 30, remove],
  ] as const)("counts each %s of a member, up to its limit", async (what, most, handler) => {
    const visit = await openVisit("owner");
    await Promise.all(Array.from({ length: most - 1 }, () => limit(what, visit.memberId)));
    expect((await send(handler, visit)).status).toBe(204);
    const response = await send(handler, visit, { query: "x=1" });
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await codeOf(response)).toEqual([429, "rate_limited"]);
    expect(handle).toHaveBeenCalledOnce();
  });

  it("counts the requests of members without a role too", async () => {
    const visit = await openVisit(null);
    await Promise.all(Array.from({ length: 600 }, () => limit("request", visit.memberId)));
    expect(await codeOf(await send(read, visit))).toEqual([429, "rate_limited"]);
  });

  it("finds nothing under an ID that can't exist", async () => {
    const visit = await openVisit("owner");
    expect(await codeOf(await send(remove, visit, { clusterId: "..", query: "x=1" }))).toEqual([404, "not_found"]);
    expect(handle).not.toHaveBeenCalled();
  });

  it("refuses a query that is unknown or repeated", async () => {
    const visit = await openVisit("owner");
    const repeated = { query: "A name is repeated." };
    expect(await fieldsOf(await send(remove, visit, { query: "force=1&force=1" }))).toEqual([422, repeated]);
    expect((await send(remove, visit, { query: "__proto__=1" })).status).toBe(422);
    expect((await send(remove, visit, { query: "more=1" })).status).toBe(422);
    expect((await send(read, visit, { query: "force=1" })).status).toBe(422);
    expect(handle).not.toHaveBeenCalled();
  });

  it("names the field of each first fault of a body", async () => {
    const visit = await openVisit("owner");
    const faulty = JSON.stringify({ name: "abcdef", tags: ["a", 1] });
    const [status, fields] = await fieldsOf(await send(remove, visit, { body: faulty }));
    expect([status, Object.keys(fields)]).toEqual([422, ["name", "tags.1"]]);
    expect(fields.name).toBe("too long");
    expect(Object.keys((await fieldsOf(await send(remove, visit, { body: "[]" })))[1])).toEqual(["body"]);
    expect(handle).not.toHaveBeenCalled();
  });

  it.each([
    ["text/plain", false],
    ["", false],
    ["application/jsonx", false],
    ["x-application/json", false],
    ["text/plain; application/json", false],
    ["APPLICATION/JSON", true],
    ["application/json; charset=utf-8", true],
    ["application/json ;charset=utf-8", true],
  ])("reads a body of the type %j: %j", async (type, isRead) => {
    const response = await send(remove, await openVisit("owner"), { headers: { "content-type": type } });
    if (isRead) expect(response.status).toBe(204);
    else expect(await codeOf(response)).toEqual([415, "unsupported_media_type"]);
  });

  it("reads at most 64 KiB of valid JSON in UTF-8", async () => {
    const visit = await openVisit("owner");
    const small = '{"name":"a"}';
    expect((await send(remove, visit, { body: small.padEnd(65_536) })).status).toBe(204);
    const large = await send(remove, visit, { body: small.padEnd(65_537) });
    expect(await codeOf(large)).toEqual([413, "payload_too_large"]);
    const notJson = { body: "The body is not JSON." };
    expect(await fieldsOf(await send(remove, visit, { body: "{" }))).toEqual([422, notJson]);
    const broken = Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xff]), Buffer.from('"}')]);
    expect(await fieldsOf(await send(remove, visit, { body: broken }))).toEqual([422, notJson]);
  });

  it("refuses a request without a body where the route has one", async () => {
    const visit = await openVisit("owner");
    const empty = (headers: Record<string, string>) =>
      remove(
        new Request("http://localhost:3000/api/things", {
          method: "DELETE",
          headers: { "sec-fetch-site": "same-origin", "x-latchkey-request": "1", cookie: cookieOf(visit), ...headers },
        }),
        { params: Promise.resolve({ clusterId: CLUSTER, clientId: CLIENT }) },
      );
    expect(await codeOf(await empty({}))).toEqual([415, "unsupported_media_type"]);
    expect(await codeOf(await empty({ "content-type": "application/json" }))).toEqual([422, "invalid_input"]);
  });

  it("records at most 200 characters of a path", async () => {
    const address = "192.0.2.200";
    await send(remove, null, { path: "x".repeat(300), headers: { "x-latchkey-address": address } });
    const request = `DELETE /api/${"x".repeat(195)}`;
    expect(await db().auditEvent.findMany({ where: { address } })).toMatchObject([
      { detail: JSON.stringify({ code: "unauthenticated", request }) },
    ]);
  });

  it("logs the cause of a failure, or the failure, and returns neither of them nor an event", async () => {
    const visit = await openVisit("owner");
    const address = "192.0.2.201";
    const headers = { "x-latchkey-address": address };
    handle.mockRejectedValueOnce(new AppError("internal", { cause: new Error("the cause") }));
    expect(await codeOf(await send(remove, visit, { headers }))).toEqual([500, "internal"]);
    handle.mockRejectedValueOnce(new AppError("internal", { message: "no cause" }));
    expect((await send(remove, visit, { headers })).status).toBe(500);
    expect(lines()).toMatchObject([
      { msg: "failed", status: 500, error: expect.stringContaining("the cause") },
      { msg: "failed", status: 500, error: expect.stringContaining("no cause") },
    ]);
    expect(await db().auditEvent.count({ where: { address } })).toBe(0);
  });
});
