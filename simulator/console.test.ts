import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Simulator, startSimulator } from "./server";
import { bearer, callConsole } from "./testing/caller";

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({
    seed: [
      { uuid: "11111111-1111-4111-8111-111111111111", name: "Ours" },
      { uuid: "22222222-2222-4222-8222-222222222222", name: "Full", maxClients: 0 },
      { uuid: "33333333-3333-4333-8333-333333333333", name: "Theirs", foreign: true },
      {
        uuid: "44444444-4444-4444-8444-444444444444",
        name: "Nascent",
        status: "Creating",
        links: "missing",
        clients: [{ name: "early", clientId: "early" }],
      },
      {
        uuid: "55555555-5555-4555-8555-555555555555",
        name: "Odd",
        links: "nulls",
        omits: ["planType"],
        extras: { labels: null },
        clients: [
          { name: "an old one (2019)", clientId: "old", permissions: ["Orchestration"] },
          { name: "nil", clientId: "nil", permissions: null },
        ],
      },
      { uuid: "66666666-6666-4666-8666-666666666666", name: "Bare", links: "bare-host" },
    ],
  });
});
afterAll(() => simulator.close());

const OURS = "/clusters/11111111-1111-4111-8111-111111111111/clients";
const call = (method: string, path: string, body?: unknown) => callConsole(simulator, method, path, body);
const create = async (clientName: string, permissions?: string[]) =>
  (await call("POST", OURS, { clientName, permissions })).json();

describe("creating a client", () => {
  test("returns the secret once, in the declared shape", async () => {
    const created = await create("worker-1", ["Zeebe", "Operate"]);
    expect(created).toEqual({
      name: "worker-1",
      uuid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      clientId: expect.stringMatching(/^[A-Za-z0-9._~-]{32}$/),
      clientSecret: expect.stringMatching(/^[A-Za-z0-9._~-]{64}$/),
      permissions: ["Zeebe", "Operate"],
      audience: "zeebe.camunda.io",
      links: expect.objectContaining({
        zeebe: `${simulator.url}/bru-2.zeebe.camunda.io/11111111-1111-4111-8111-111111111111`,
      }),
    });
    const listed = await (await call("GET", OURS)).json();
    expect(listed).toContainEqual({ name: "worker-1", clientId: created.clientId, permissions: ["Zeebe", "Operate"] });
  });

  test.each([
    ["omitted", undefined],
    ["empty", []],
  ])("grants all five permissions if they are %s", async (how, permissions) => {
    const { permissions: granted } = await create(`all-${how}`, permissions);
    expect([...granted].sort()).toEqual(["Operate", "Optimize", "Secrets", "Tasklist", "Zeebe"]);
  });

  test("responds with 400 if the name is taken in the same cluster", async () => {
    await create("taken", ["Zeebe"]);
    expect((await call("POST", OURS, { clientName: "taken", permissions: ["Zeebe"] })).status).toBe(400);
    const otherCluster = "/clusters/66666666-6666-4666-8666-666666666666/clients";
    expect((await call("POST", otherCluster, { clientName: "taken", permissions: ["Zeebe"] })).status).toBe(200);
  });

  test("responds with 400 to an unknown permission", async () => {
    expect((await call("POST", OURS, { clientName: "x", permissions: ["Orchestration"] })).status).toBe(400);
  });

  test("responds with the same 403 for a full cluster and for another organization's", async () => {
    const full = await call("POST", "/clusters/22222222-2222-4222-8222-222222222222/clients", { clientName: "x" });
    const theirs = await call("POST", "/clusters/33333333-3333-4333-8333-333333333333/clients", { clientName: "x" });
    expect([full.status, theirs.status]).toEqual([403, 403]);
    expect(await full.text()).toBe(await theirs.text());
  });

  test("uses the secret, id and name that a test set, once", async () => {
    simulator.fixNextClient({ clientSecret: "canary", clientId: "canary-id", name: "renamed" });
    expect(await create("asked", ["Zeebe"])).toMatchObject({
      clientSecret: "canary",
      clientId: "canary-id",
      name: "renamed",
    });
    expect(await create("asked", ["Zeebe"])).not.toMatchObject({ clientSecret: "canary" });
  });
});

describe("reading", () => {
  test("lists only the organization's clusters, with nulls, missing and undeclared fields", async () => {
    const clusters = await (await call("GET", "/clusters")).json();
    expect(clusters.map(({ name }: { name: string }) => name)).toEqual(["Ours", "Full", "Nascent", "Odd", "Bare"]);
    expect(clusters[2]).not.toHaveProperty("links");
    expect(clusters[3]).not.toHaveProperty("planType");
    expect(clusters[3]).toMatchObject({ labels: null, links: { zeebe: null } });
    expect(clusters[4].links.zeebe).toBe("66666666-6666-4666-8666-666666666666.bru-2.zeebe.camunda.io");
  });

  test("lists existing clients with any name and any permissions", async () => {
    const path = "/clusters/55555555-5555-4555-8555-555555555555/clients";
    expect(await (await call("GET", path)).json()).toEqual([
      { name: "an old one (2019)", clientId: "old", permissions: ["Orchestration"] },
      { name: "nil", clientId: "nil", permissions: null },
    ]);
  });

  test("returns a client's details under its variables' names", async () => {
    simulator.fixNextClient({ notReadyReads: 1 });
    const { clientId } = await create("detailed", ["Zeebe"]);
    expect((await call("GET", `${OURS}/${clientId}`)).status).toBe(412);
    expect(await (await call("GET", `${OURS}/${clientId}`)).json()).toEqual({
      name: "detailed",
      ZEEBE_ADDRESS: "11111111-1111-4111-8111-111111111111.bru-2.zeebe.camunda.io:443",
      ZEEBE_CLIENT_ID: clientId,
      ZEEBE_AUTHORIZATION_SERVER_URL: `${simulator.url}/oauth/token`,
    });
  });

  test("responds with 412 for a client of a cluster that is being created", async () => {
    expect((await call("GET", "/clusters/44444444-4444-4444-8444-444444444444/clients/early")).status).toBe(412);
  });

  test.each([
    ["GET", "/clusters/99999999-9999-4999-8999-999999999999", 404],
    ["GET", "/clusters/33333333-3333-4333-8333-333333333333", 404],
    ["GET", "/clusters/99999999-9999-4999-8999-999999999999/clients", 404],
    ["GET", "/clusters/33333333-3333-4333-8333-333333333333/clients", 403],
    ["GET", `${OURS}/nobody`, 404],
    ["DELETE", `${OURS}/nobody`, 404],
    ["GET", "/members", 200],
  ])("%s %s responds with %i", async (method, path, status) => {
    expect((await call(method, path)).status).toBe(status);
  });

  test("records creates and deletes in the activity", async () => {
    const { clientId } = await create("short-lived", ["Zeebe"]);
    expect((await call("DELETE", `${OURS}/${clientId}`)).status).toBe(204);
    const entries = await (await call("GET", "/activity/json")).json();
    const ours = entries.filter(({ entityId }: { entityId: string }) => entityId === clientId);
    expect(ours.map(({ auditType }: { auditType: string }) => auditType)).toEqual(["c", "d"]);
  });
});

describe("the caller", () => {
  test("gets a 401 without a token, and with an invalid or expired one", async () => {
    const old = await bearer(simulator);
    simulator.advance(86_400_000);
    const made = { Authorization: "Bearer a.b.c" };
    for (const headers of [{}, made, old]) {
      expect((await fetch(`${simulator.url}/clusters`, { headers })).status).toBe(401);
    }
  });

  test("gets a 403 with a token for another audience", async () => {
    const { clientId, clientSecret } = await create("not-console", ["Zeebe"]);
    const headers = await bearer(simulator, { id: clientId, secret: clientSecret }, "zeebe.camunda.io");
    expect((await fetch(`${simulator.url}/clusters`, { headers })).status).toBe(403);
  });
});

test.each(["json", "text", "html", "empty"] as const)("sends errors as %s if set to", async (errorBodies) => {
  simulator.change({ errorBodies });
  const response = await call("GET", "/clusters/99999999-9999-4999-8999-999999999999");
  const type = response.headers.get("content-type") ?? "empty";
  expect([response.status, type.includes(errorBodies === "text" ? "plain" : errorBodies)]).toEqual([404, true]);
  simulator.change({ errorBodies: "mixed" });
});
