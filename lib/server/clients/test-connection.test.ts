import { afterAll, beforeAll, expect, it, onTestFinished, vi } from "vitest";
import type { Scope } from "@/lib/contract/scopes";
import { RESPONSE_MS } from "@/lib/contract/time-limits";
import { AUDITOR, OWNER } from "@/lib/server/access/testing/principals";
import {
  skipAllTokenWaits,
  skipTokenWait,
  TOKEN,
  tokenLine,
  withSimulator,
} from "@/lib/server/camunda/testing/simulator";
import { restTokenLine } from "@/lib/server/camunda/token-turns";
import { createClient } from "@/lib/server/clients/create-client";
import { testConnection } from "@/lib/server/clients/test-connection";
import { createInput, dumpDatabase, errorOf, pass, stopTime } from "@/lib/server/clients/testing/create";
import { listClusters } from "@/lib/server/clusters/list-clusters";
import { db } from "@/lib/server/platform/database/db";
import { resetEnv } from "@/lib/server/platform/env";
import { describeOnBothDatabases, describeOnSqlite } from "@/lib/server/platform/testing/database";
import type { ClusterInput } from "@/simulator/state";

const simulator = withSimulator();
beforeAll(stopTime);
afterAll(() => {
  vi.useRealTimers();
});

/** Sets LATCHKEY_CLUSTER_HOSTS for one test. */
function allowHosts(hosts: string): void {
  vi.stubEnv("LATCHKEY_CLUSTER_HOSTS", hosts);
  resetEnv();
  onTestFinished(restoreSettings);
}
function restoreSettings(): void {
  vi.unstubAllEnvs();
  resetEnv();
}

const ALL: Scope[] = ["Zeebe", "Tasklist", "Operate", "Optimize", "Secrets"];

async function makeClient(facts: Omit<ClusterInput, "name"> = {}, scopes: Scope[] = ["Zeebe"]) {
  const { uuid } = simulator().state.addCluster({ name: "Orders", ...facts });
  await listClusters(OWNER, { refresh: "1" });
  const result = await createClient(OWNER, uuid, createInput({ scopes }));
  if (result.outcome !== "created") throw new Error("The client was not created.");
  simulator().resetCounts();
  skipTokenWait();
  return { uuid, input: { clientId: result.connection.clientId, clientSecret: result.clientSecret } };
}

/** What the inventory shows of the last test. */
const lastTest = (clusterId: string, clientId: string) =>
  db().client.findUniqueOrThrow({
    where: { clusterId_clientId: { clusterId, clientId } },
    select: { testedAt: true, testOutcome: true },
  });

describeOnSqlite("testing a connection", () => {
  it("stores when the client was last tested, and the worst outcome", async () => {
    skipAllTokenWaits();
    simulator().fixNextClient({ inactiveTokenRequests: 1 });
    const { uuid, input } = await makeClient({}, ALL);
    expect(await lastTest(uuid, input.clientId)).toEqual({ testedAt: null, testOutcome: null });
    await testConnection(OWNER, uuid, input);
    expect(await lastTest(uuid, input.clientId)).toEqual({ testedAt: new Date(), testOutcome: "not_active" });
    pass(60_000);
    await testConnection(OWNER, uuid, input);
    expect(await lastTest(uuid, input.clientId)).toEqual({ testedAt: new Date(), testOutcome: "reached" });
    simulator().addFault({ path: "*/topology", do: "answer", status: 401 });
    await testConnection(OWNER, uuid, input);
    expect((await lastTest(uuid, input.clientId)).testOutcome).toBe("failed");
  });

  it.each([
    ["8.5.14", "8.5.14", { rest: "zeebe", operate: "operate" }],
    ["8.8.2", "8.8.2", { rest: "zeebe", operate: "operate" }],
    ["8.9.1", "8.9.1", { rest: "api", operate: "api" }],
  ])("on %s signs in and sends one harmless read for each scope", async (generation, version, hosts) => {
    skipAllTokenWaits();
    const { uuid, input } = await makeClient({ generation }, ALL);
    const { checks } = await testConnection(OWNER, uuid, input);
    expect(checks.map(({ scope, outcome, version }) => [scope, outcome, version])).toEqual([
      ["Zeebe", "reached", version],
      ["Tasklist", "reached", null],
      ["Operate", "reached", null],
      ["Optimize", "reached", null],
      ["Secrets", "not_testable", null],
    ]);
    const paths = simulator()
      .requests()
      .map(({ method, path }) => `${method} ${path}`);
    expect(paths.filter((path) => path === "POST /oauth/token")).toHaveLength(4);
    expect(paths).toHaveLength(8);
    expect(paths).toContain(`GET /bru-2.${hosts.rest}.camunda.io/${uuid}/v2/topology`);
    expect(paths.find((path) => path.includes("process-definitions"))).toContain(`bru-2.${hosts.operate}.camunda.io`);
    const last = await db().auditEvent.findFirst({ where: { clusterId: uuid }, orderBy: { seq: "desc" } });
    expect(last).toMatchObject({ action: "client.test", outcome: "succeeded", clientId: input.clientId });
  });

  it("requests one token per test while Camunda does not accept a new client yet", async () => {
    skipAllTokenWaits();
    simulator().fixNextClient({ inactiveTokenRequests: 1 });
    const { uuid, input } = await makeClient({}, ["Zeebe", "Operate"]);
    expect((await testConnection(OWNER, uuid, input)).checks).toMatchObject([
      { outcome: "not_active" },
      { outcome: "not_tried" },
    ]);
    expect(simulator().count(TOKEN)).toBe(1);
    const { checks } = await testConnection(OWNER, uuid, input);
    expect(checks.map(({ outcome }) => outcome)).toEqual(["reached", "reached"]);
  });

  it("reports that the ID and secret of an older client are not accepted", async () => {
    const { uuid, input } = await makeClient();
    pass(121_000);
    const { checks } = await testConnection(OWNER, uuid, { ...input, clientSecret: "another-secret" });
    expect(checks).toMatchObject([{ outcome: "failed", message: expect.stringContaining("does not accept") }]);
  });

  it.each([
    ["8.8.2", { generation: "8.8.2" }, "The client needs permissions: add authorizations"],
    ["8.9.1", { generation: "8.9.1" }, "The client needs permissions: add authorizations"],
    [
      "an unknown version with the hosts of 8.9",
      { generation: "8.9.1", omits: ["generation"] },
      "The client needs permissions: add",
    ],
    ["an unknown version", { generation: "8.8.2", omits: ["generation"] }, "If the cluster is 8.8 or later, add"],
  ])("explains a 403 on %s by missing authorizations", async (_, facts, words) => {
    const { uuid, input } = await makeClient({ ...facts, enforcesAuthorizations: true });
    const { checks } = await testConnection(OWNER, uuid, input);
    expect(checks).toMatchObject([{ outcome: "not_permitted", message: expect.stringContaining(words) }]);
    simulator().state.grant(input.clientId);
    skipTokenWait();
    expect((await testConnection(OWNER, uuid, input)).checks).toMatchObject([{ outcome: "reached" }]);
  });

  it.each([
    ["a 403 below 8.8", { do: "answer", status: 403 }, "this scope is not open"],
    ["a 401", { do: "answer", status: 401 }, "does not accept the token"],
    ["a 404", { do: "html", status: 404 }, "Nothing responds at this address"],
    ["a 429", { do: "answer", status: 429 }, "slow down"],
    ["a 302", { do: "answer", status: 302 }, "responded with 302, although Camunda reports it as Healthy"],
    ["a 503", { do: "html", status: 503 }, "responded with 503, although Camunda reports it as Healthy"],
    ["an HTML page", { do: "html", status: 200 }, "not Camunda"],
    ["another API", { do: "answer", status: 200, body: { status: "UP" } }, "not Camunda"],
    ["a reset", { do: "reset" }, "can't be reached"],
  ] as const)("explains %s from the cluster", async (_, fault, words) => {
    const { uuid, input } = await makeClient({ generation: "8.6.5" });
    simulator().addFault({ path: "*/topology", ...fault });
    const { checks } = await testConnection(OWNER, uuid, input);
    expect(checks).toMatchObject([{ outcome: "failed", ms: null, message: expect.stringContaining(words) }]);
    expect(checks[0]?.message).not.toContain("<");
    const last = await db().auditEvent.findFirst({ where: { clusterId: uuid }, orderBy: { seq: "desc" } });
    expect(last).toMatchObject({ action: "client.test", outcome: "rejected", detail: '{"Zeebe":"failed"}' });
  });

  it.each([
    ["a 403", { do: "answer", status: 403 }, "no token for this scope"],
    ["a 429", { do: "answer", status: 429 }, "slow down"],
    ["a 500", { do: "html", status: 500 }, "responded with 500"],
    ["a reset", { do: "reset" }, "can't be reached"],
    ["an HTML page", { do: "html" }, "responded with 200"],
  ] as const)("explains %s from the token endpoint", async (_, fault, words) => {
    const { uuid, input } = await makeClient();
    simulator().addFault({ ...TOKEN, ...fault });
    const { checks } = await testConnection(OWNER, uuid, input);
    expect(checks).toMatchObject([{ outcome: "failed", message: expect.stringContaining(words) }]);
  });

  it("reports that a cluster is suspended", async () => {
    const { uuid, input } = await makeClient();
    simulator().state.changeCluster(uuid, { status: "Suspended" });
    const { checks } = await testConnection(OWNER, uuid, input);
    expect(checks).toMatchObject([{ outcome: "failed", message: expect.stringContaining("suspended") }]);
  });

  it("reports that a host is unknown or refuses connections", async () => {
    allowHosts("orders.invalid");
    const { uuid, input } = await makeClient({ extras: { links: { zeebe: "https://orders.invalid/zeebe/orders" } } });
    const { checks } = await testConnection(OWNER, uuid, input);
    expect(checks).toMatchObject([{ outcome: "failed", message: expect.stringContaining("refuses connections") }]);
  });

  it.each([
    ["another domain", "https://evil.example/orders"],
    ["a domain that ends like Camunda's", "https://evilcamunda.io/orders"],
    ["a domain that begins like Camunda's", "https://bru-2.zeebe.camunda.io.evil.example/orders"],
    ["Camunda's domain as the user name", "https://bru-2.zeebe.camunda.io@evil.example/orders"],
    ["a metadata address", "https://169.254.169.254/latest/meta-data"],
    ["an address of this machine, in another form", "https://2130706433/orders"],
    ["another port of this machine", "http://127.0.0.1:9/bru-2.zeebe.camunda.io/orders"],
    ["another name of this machine", "http://localhost:PORT/bru-2.zeebe.camunda.io/orders"],
    ["this machine over https", "https://127.0.0.1:PORT/bru-2.zeebe.camunda.io/orders"],
  ])("sends nothing to %s, not even a request for a token", async (_, link) => {
    const zeebe = link.replace("PORT", new URL(simulator().url).port);
    const { uuid, input } = await makeClient({ extras: { links: { zeebe } } });
    const { checks } = await testConnection(OWNER, uuid, input);
    const host = new URL(zeebe).host;
    expect(checks).toMatchObject([{ outcome: "failed", message: expect.stringContaining(`leads to ${host}, which`) }]);
    expect(checks[0]?.message).toContain("LATCHKEY_CLUSTER_HOSTS");
    expect(simulator().requests()).toEqual([]);
  });

  it("sends a token to a host that the settings name, and not to those below it", async () => {
    allowHosts("orders.invalid");
    for (const [zeebe, words] of [
      ["https://orders.invalid:8443/orders", "can't be reached"],
      ["https://sub.orders.invalid/orders", "leads to sub.orders.invalid"],
    ]) {
      skipTokenWait();
      const { uuid, input } = await makeClient({ extras: { links: { zeebe } } });
      const { checks } = await testConnection(OWNER, uuid, input);
      expect(checks).toMatchObject([{ outcome: "failed", message: expect.stringContaining(words ?? "") }]);
    }
  });

  it("tests the parts of a cluster that lead to Camunda, and names the one that does not", async () => {
    skipAllTokenWaits();
    const good = `${simulator().url}/bru-2.zeebe.camunda.io/orders`;
    const links = { zeebe: good, optimize: "https://evil.example/orders" };
    const { uuid, input } = await makeClient({ extras: { links } }, ["Zeebe", "Optimize"]);
    const { checks } = await testConnection(OWNER, uuid, input);
    expect(checks).toMatchObject([
      { scope: "Zeebe", message: expect.not.stringContaining("leads to") },
      { scope: "Optimize", outcome: "failed", message: expect.stringContaining("leads to evil.example") },
    ]);
  });

  it("sends nothing to this machine while Console is elsewhere", async () => {
    const { uuid, input } = await makeClient();
    vi.stubEnv("CAMUNDA_CONSOLE_BASE_URL", "https://api.cloud.camunda.io");
    // The demo accepts a Console on this machine only.
    vi.stubEnv("LATCHKEY_DEMO", "0");
    for (const name of ["OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"]) vi.stubEnv(name, "x");
    vi.stubEnv("OIDC_ISSUER", "https://id.example.com");
    onTestFinished(restoreSettings);
    resetEnv();
    const { checks } = await testConnection(OWNER, uuid, input);
    expect(checks).toMatchObject([{ outcome: "failed", message: expect.stringContaining("leads to 127.0.0.1") }]);
    expect(simulator().requests()).toEqual([]);
  });

  it("reports that the addresses are not known yet, and requests no token", async () => {
    const { uuid, input } = await makeClient({ links: "missing", status: "Creating" });
    const { checks } = await testConnection(OWNER, uuid, input);
    expect(checks).toMatchObject([{ outcome: "failed", message: expect.stringContaining("still being created") }]);
    expect(simulator().count(TOKEN)).toBe(0);
    simulator().state.changeCluster(uuid, { links: "loopback", status: "Healthy" });
    expect((await testConnection(OWNER, uuid, input)).checks).toMatchObject([{ outcome: "reached" }]);
  });

  it("reports that one API's address is not known, and tests the others", async () => {
    skipAllTokenWaits();
    const links = { zeebe: `${simulator().url}/private.camunda.io/orders` };
    const { uuid, input } = await makeClient({ extras: { links } }, ["Zeebe", "Optimize"]);
    const { checks } = await testConnection(OWNER, uuid, input);
    expect(checks.map(({ scope, outcome }) => [scope, outcome])).toEqual([
      ["Zeebe", "failed"],
      ["Optimize", "failed"],
    ]);
    expect(checks[1]?.message).toContain("does not report this API's address");
  });

  it("uses the addresses in the client's files, even after the cluster's links change", async () => {
    const { uuid, input } = await makeClient({ generation: "8.9.1" });
    simulator().state.changeCluster(uuid, { links: "missing" });
    await listClusters(OWNER, { refresh: "1" });
    expect((await testConnection(OWNER, uuid, input)).checks).toMatchObject([{ outcome: "reached" }]);
  });

  it("falls back to v1 on 8.5, whose documentation names no other REST API", async () => {
    const { uuid, input } = await makeClient({ generation: "8.5.14" });
    simulator().addFault({ path: "*/v2/topology", do: "answer", status: 404 });
    const { checks } = await testConnection(OWNER, uuid, input);
    expect(checks).toMatchObject([{ outcome: "reached", version: "8.5.14" }]);
  });

  it.each([
    ["*/topology", "Zeebe"],
    ["*/process-definitions/search", "Operate"],
    ["*/tasks/search", "Tasklist"],
    ["*/dashboard", "Optimize"],
  ])("does not accept an HTML page at %s as a response from Camunda", async (path, scope) => {
    skipAllTokenWaits();
    const { uuid, input } = await makeClient({}, ALL);
    simulator().addFault({ path, do: "html", status: 200 });
    const { checks } = await testConnection(OWNER, uuid, input);
    expect(checks.filter(({ outcome }) => outcome === "failed").map((check) => check.scope)).toEqual([scope]);
  });

  it("reports and records what it found before Camunda asked to slow down", async () => {
    const { uuid, input } = await makeClient({}, ["Zeebe", "Operate"]);
    simulator().addFault({ path: "*/topology", do: "answer", status: 500, times: 1 });
    tokenLine().nextAt = 0;
    const testing = testConnection(OWNER, uuid, input);
    // While it waits for its second turn, another request is told to slow down.
    await vi.waitFor(() => expect(simulator().count("GET /:host/:uuid/v2/topology")).toBe(1));
    restTokenLine(30);
    const { checks } = await testing;
    expect(checks).toMatchObject([
      { scope: "Zeebe", outcome: "failed" },
      { scope: "Operate", outcome: "not_tried", message: expect.stringContaining("slow down") },
    ]);
    const last = await db().auditEvent.findFirst({ where: { clusterId: uuid }, orderBy: { seq: "desc" } });
    expect(last?.detail).toBe('{"Zeebe":"failed","Operate":"not_tried"}');
  });

  it("refuses waiting tests when Camunda asks the one before them to slow down", async () => {
    const { uuid, input } = await makeClient();
    const headers = { "Retry-After": "30" };
    simulator().addFault({ ...TOKEN, do: "answer", status: 429, headers, times: 1 });
    const tests = await Promise.allSettled(Array.from({ length: 3 }, () => testConnection(OWNER, uuid, input)));
    expect(simulator().count(TOKEN)).toBe(1);
    expect(tests.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected"]);
    expect(tests[2]).toMatchObject({ reason: { code: "rate_limited" } });
  });

  it("requests one token per second in all, and reports how long each test waited", async () => {
    vi.useRealTimers();
    onTestFinished(stopTime);
    const { uuid, input } = await makeClient();
    simulator().change({ tokenRateLimit: true });
    const results = await Promise.all(Array.from({ length: 4 }, () => testConnection(OWNER, uuid, input)));
    expect(results.map(({ checks }) => checks[0]?.outcome)).toEqual(Array(4).fill("reached"));
    const times = simulator()
      .requests(TOKEN)
      .map(({ at }) => Date.parse(at));
    expect(times).toHaveLength(4);
    for (const [index, at] of times.slice(1).entries()) expect(at - (times[index] ?? 0)).toBeGreaterThanOrEqual(1_000);
    expect(results.map(({ waitedMs }) => Math.floor(waitedMs / 1000)).toSorted()).toEqual([0, 1, 2, 3]);
  });

  it("responds before the browser gives up, even when the cluster never does", async () => {
    skipAllTokenWaits();
    const { uuid, input } = await makeClient({}, ["Zeebe", "Operate", "Secrets"]);
    simulator().addFault({ path: "*/topology", do: "hang" });
    // Without the limit of each request, only that of the whole test is left.
    vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"] });
    onTestFinished(stopTime);
    vi.spyOn(AbortSignal, "timeout").mockReturnValue(new AbortController().signal);
    const testing = testConnection(OWNER, uuid, input);
    await simulator().waitFor("GET /:host/:uuid/v2/topology", { until: "held" });
    // What is left is enough for a transaction: 5 s until it starts, and 10 s until it ends.
    await vi.advanceTimersByTimeAsync(RESPONSE_MS - 15_000);
    const message = "There was no time left. Test again.";
    expect((await testing).checks).toMatchObject([
      { scope: "Zeebe", outcome: "not_tried", message },
      { scope: "Operate", outcome: "not_tried", message },
      { scope: "Secrets", outcome: "not_tried", message },
    ]);
    vi.restoreAllMocks();
    const last = await db().auditEvent.findFirst({ where: { clusterId: uuid }, orderBy: { seq: "desc" } });
    expect(last).toMatchObject({ action: "client.test", outcome: "rejected" });
  });

  it("is refused immediately when the wait would exceed twenty seconds", async () => {
    const { uuid, input } = await makeClient();
    tokenLine().nextAt = Date.now() + 20_001;
    const error = await errorOf(testConnection(OWNER, uuid, input));
    expect(error).toMatchObject({ code: "rate_limited", status: 429, retryAfter: 21 });
    expect(simulator().requests()).toEqual([]);
  });
});

describeOnBothDatabases("testing a connection", () => {
  it("is allowed for owners only, and for clients created here only", async () => {
    const { uuid, input } = await makeClient();
    const [other] = simulator().state.addClients(uuid, [{ name: "created-elsewhere" }]);
    expect((await errorOf(testConnection(AUDITOR, uuid, input))).code).toBe("forbidden");
    const otherClient = { clientId: other?.clientId ?? "", clientSecret: other?.clientSecret ?? "" };
    expect((await errorOf(testConnection(OWNER, uuid, otherClient))).code).toBe("not_found");
    expect((await errorOf(testConnection(OWNER, crypto.randomUUID(), input))).code).toBe("not_found");
    expect(simulator().requests()).toEqual([]);
  });

  it("keeps the secret and the token out of the database and the logs, even when a test fails", async () => {
    skipAllTokenWaits();
    const { uuid, input } = await makeClient();
    const logged: string[] = [];
    vi.spyOn(process.stdout, "write").mockImplementation((chunk) => logged.push(String(chunk)) > 0);
    for (const path of ["/oauth/token", "*/topology"]) {
      simulator().addFault({ path, do: "answer", status: 500, body: { echo: input.clientSecret }, times: 1 });
      await testConnection(OWNER, uuid, input);
    }
    await testConnection(OWNER, uuid, input);
    const dump = await dumpDatabase();
    vi.restoreAllMocks();
    expect(dump).toContain(input.clientId);
    for (const text of [dump, ...logged]) {
      expect(text).not.toContain(input.clientSecret);
      // A JSON Web Token: "eyJ" alone can be part of a random ID.
      expect(text).not.toMatch(/eyJ[\w-]+\./);
    }
  });
});
