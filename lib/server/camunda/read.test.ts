import { expect, it, vi } from "vitest";
import { configuredAccount as account } from "@/lib/server/camunda/account";
import { createClient, deleteClient, getClient, getCluster, listClients, listClusters } from "@/lib/server/camunda/api";
import { wasConsoleReached } from "@/lib/server/camunda/request";
import { withSimulator } from "@/lib/server/camunda/testing/simulator";
import { AppError } from "@/lib/server/platform/errors";

const simulator = withSimulator();
const CLUSTERS = { method: "GET", path: "/clusters" };

const failureOf = (step: Promise<unknown>) =>
  step.then(
    () => expect.unreachable("This should have failed."),
    (error: unknown) => (error instanceof AppError ? error : expect.unreachable(String(error))),
  );

it.each([
  ["reset", { do: "reset" }],
  ["500", { do: "answer", status: 500 }],
  ["502", { do: "html", status: 502 }],
  ["response that breaks off", { do: "truncate" }],
  ["429 with Retry-After: 0", { do: "answer", status: 429, headers: { "Retry-After": "0" } }],
  [
    "429 with a date in the past",
    { do: "answer", status: 429, headers: { "Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT" } },
  ],
  ["429 with Retry-After: 1", { do: "answer", status: 429, headers: { "Retry-After": "1" } }],
  ["429 without Retry-After", { do: "answer", status: 429 }],
] as const)("a read is tried once more after a %s", async (_, fault) => {
  simulator().addFault({ ...CLUSTERS, ...fault, times: 1 });
  expect(await listClusters(account())).toMatchObject({ isComplete: true });
  expect(simulator().count(CLUSTERS)).toBe(2);
});

it.each([
  ["permanent resets", { do: "reset" }, "console_unreachable", 2, undefined],
  ["a permanent 503", { do: "html", status: 503 }, "console_unreachable", 2, undefined],
  [
    "a 429 with a longer wait than a read accepts",
    { do: "answer", status: 429, headers: { "Retry-After": "6" } },
    "console_busy",
    1,
    6,
  ],
  ["a 403", { do: "html", status: 403 }, "console_denied", 1, undefined],
  ["a permanent 401", { do: "answer", status: 401 }, "console_credentials", 2, undefined],
  [
    "a redirect, which is not followed",
    { do: "answer", status: 302, headers: { Location: "/members" } },
    "console_broken",
    1,
    undefined,
  ],
  ["an HTML page", { do: "html" }, "console_broken", 1, undefined],
  ["JSON that breaks off", { do: "truncate", honest: true }, "console_broken", 1, undefined],
  ["a text instead of a list", { do: "answer", status: 200, body: '"clusters"' }, "console_broken", 1, undefined],
  [
    "more than eight megabytes",
    { do: "answer", status: 200, body: "x".repeat(9 << 20) },
    "console_unreachable",
    2,
    undefined,
  ],
] as const)("a read ends with a clear error after %s", async (_, fault, code, calls, retryAfter) => {
  simulator().state.addCluster({ name: "Orders" });
  simulator().addFault({ ...CLUSTERS, ...fault });
  const error = await failureOf(listClusters(account()));
  expect([error.code, error.retryAfter]).toEqual([code, retryAfter]);
  expect(error.message).not.toContain("<");
  expect([simulator().count(CLUSTERS), simulator().count("/members")]).toEqual([calls, 0]);
});

it("a read that times out is not tried again", async () => {
  simulator().addFault({ ...CLUSTERS, do: "hang" });
  const timeout = new AbortController();
  vi.spyOn(AbortSignal, "timeout").mockReturnValueOnce(timeout.signal);
  const failure = failureOf(listClusters(account()));
  await simulator().waitFor(CLUSTERS, { until: "held" });
  timeout.abort();
  expect((await failure).code).toBe("console_timeout");
  expect(simulator().count(CLUSTERS)).toBe(1);
  expect(vi.mocked(AbortSignal.timeout)).toHaveBeenCalledWith(12_000);
  vi.restoreAllMocks();
});

it("a read is sent again with a new token after one 401", async () => {
  simulator().addFault({ ...CLUSTERS, do: "answer", status: 401, times: 1 });
  expect(await listClusters(account())).toMatchObject({ isComplete: true });
  expect(
    simulator()
      .requests()
      .map(({ path, status }) => [path, status]),
  ).toEqual([
    ["/clusters", 401],
    ["/oauth/token", 200],
    ["/clusters", 200],
  ]);
});

it("a 404 and a 412 become the error of the requested resource", async () => {
  const cluster = simulator().state.addCluster({ name: "Orders", clients: [{ name: "w", notReadyReads: 1 }] });
  const clientId = cluster.clients[0]?.clientId ?? "";
  const gone = crypto.randomUUID();
  const codes = [
    getCluster(account(), gone),
    listClients(account(), gone),
    getClient(account(), cluster.uuid, "none"),
    getClient(account(), cluster.uuid, clientId),
  ];
  expect((await Promise.all(codes.map(failureOf))).map(({ code }) => code)).toEqual([
    "cluster_not_found",
    "cluster_not_found",
    "client_not_found",
    "client_not_ready",
  ]);
  expect(await getClient(account(), cluster.uuid, clientId)).toEqual({
    name: "w",
    zeebeAddress: `${cluster.uuid}.bru-2.zeebe.camunda.io:443`,
  });
});

it("an ID can't change the path", async () => {
  const cluster = simulator().state.addCluster({ name: "Orders" });
  expect(await deleteClient(account(), cluster.uuid, "../../clusters?x=1#y")).toEqual({ kind: "absent" });
  expect(simulator().requests()[0]?.path).toBe(`/clusters/${cluster.uuid}/clients/..%2F..%2Fclusters%3Fx%3D1%23y`);
});

it("the latest call shows whether Console responds", async () => {
  simulator().addFault({ ...CLUSTERS, times: 1, do: "html", status: 403 });
  await failureOf(listClusters(account()));
  expect(wasConsoleReached()).toBe(true);
  simulator().addFault({ ...CLUSTERS, do: "reset" });
  await failureOf(listClusters(account()));
  expect(wasConsoleReached()).toBe(false);
});

it("a create and a delete are sent at once while twenty reads hang, and more wait", async () => {
  const { uuid } = simulator().state.addCluster({ name: "Orders" });
  simulator().addFault({ ...CLUSTERS, do: "hang" });
  const reads = Array.from({ length: 30 }, () => listClusters(account()).catch(() => null));
  await vi.waitFor(() => expect(simulator().count(CLUSTERS)).toBe(20));
  const response = await createClient(account(), uuid, "orders-worker", ["Zeebe"]);
  expect(response).toMatchObject({ kind: "created" });
  const clientId = response.kind === "created" ? response.client.clientId : "";
  expect(await deleteClient(account(), uuid, clientId)).toEqual({ kind: "deleted" });
  simulator().clearFaults();
  simulator().release();
  await Promise.all(reads);
});

it("a change that can't be sent is refused, not of unknown outcome", async () => {
  const { uuid } = simulator().state.addCluster({ name: "Orders", clients: [{ name: "w" }] });
  const closed = { ...account(), baseUrl: "http://127.0.0.1:9" };
  const refused = { kind: "refused", error: { code: "console_unreachable" } };
  expect(await createClient(closed, uuid, "orders-worker", ["Zeebe"])).toMatchObject(refused);
  expect(await deleteClient(closed, uuid, "w")).toMatchObject(refused);
});
