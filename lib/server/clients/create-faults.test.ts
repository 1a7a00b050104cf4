import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { ERRORS, type ErrorCode } from "@/lib/contract/errors";
import { AUDITOR, OWNER } from "@/lib/server/access/testing/principals";
import { CREATE, forgetToken, LIST, TOKEN, withSimulator } from "@/lib/server/camunda/testing/simulator";
import { createClient } from "@/lib/server/clients/create-client";
import { getOperation } from "@/lib/server/clients/get-operation";
import {
  createInput,
  errorOf,
  expectNothingLost,
  outcomesOf,
  pass,
  reconcile,
  settleAll,
  stopTime,
} from "@/lib/server/clients/testing/create";
import { db } from "@/lib/server/platform/database/db";
import { describeOnBothDatabases, describeOnSqlite } from "@/lib/server/platform/testing/database";
import type { FaultInput } from "@/simulator/faults";

const simulator = withSimulator();
beforeAll(stopTime);
afterEach(() => vi.restoreAllMocks());
afterAll(() => {
  vi.useRealTimers();
});

const when = "after-commit";
const html = "<html><h1>502 Bad Gateway</h1></html>";

type Unclear = [name: string, fault: FaultInput, created: 0 | 1];
type Refused = [name: string, fault: FaultInput, code: ErrorCode, posts: number];

/** Unclear responses, one of each kind: the fault, and the number of clients that Camunda created. */
const UNCLEAR: Unclear[] = [
  ["a reset before the commit", { ...CREATE, do: "reset" }, 0],
  ["a reset after the commit", { ...CREATE, do: "reset", when }, 1],
  ["a response without the secret", { ...CREATE, do: "omit", fields: ["clientSecret"] }, 1],
];
const MORE_UNCLEAR: Unclear[] = [
  ["a response that breaks off", { ...CREATE, do: "truncate" }, 1],
  ["half a response with a matching Content-Length", { ...CREATE, do: "truncate", honest: true }, 1],
  ["invalid JSON without a commit", { ...CREATE, do: "broken-json", when: "before-commit" }, 0],
  ["invalid JSON after the commit", { ...CREATE, do: "broken-json" }, 1],
  ["an HTML page with 200 without a commit", { ...CREATE, do: "html" }, 0],
  ["an HTML page with 200 after the commit", { ...CREATE, do: "html", when }, 1],
  ["a response without the client ID", { ...CREATE, do: "omit", fields: ["clientId"] }, 1],
  ["an empty 204", { ...CREATE, do: "answer", status: 204, when }, 1],
  ["a redirect", { ...CREATE, do: "answer", status: 302, headers: { Location: "/elsewhere" }, when }, 1],
  ["a 408 after the commit", { ...CREATE, do: "answer", status: 408, when }, 1],
  ...[500, 502, 503, 504].flatMap((status): Unclear[] => [
    [`a ${status} without a commit`, { ...CREATE, do: "answer", status, body: html }, 0],
    [`a ${status} after the commit`, { ...CREATE, do: "answer", status, body: html, when }, 1],
  ]),
];

/** Clear refusals, one of each kind: nothing was created. The error code, and how many POSTs were sent. */
const REFUSED: Refused[] = [
  ["a permanent 401", { ...CREATE, do: "answer", status: 401 }, "console_credentials", 2],
  ["a 400", { ...CREATE, do: "answer", status: 400, body: html }, "name_taken", 1],
  ["a token endpoint that responds with 503", { ...TOKEN, do: "html", status: 503 }, "console_unreachable", 0],
];
const MORE_REFUSED: Refused[] = [
  ["a 403", { ...CREATE, do: "html", status: 403 }, "create_refused", 1],
  ["a 404", { ...CREATE, do: "html", status: 404 }, "cluster_not_found", 1],
  ["a 422", { ...CREATE, do: "answer", status: 422, body: { detail: "no" } }, "create_refused", 1],
  ["a token endpoint that resets the connection", { ...TOKEN, do: "reset" }, "console_unreachable", 0],
  ["a token endpoint that responds with 401", { ...TOKEN, do: "answer", status: 401 }, "console_credentials", 0],
  ["a token endpoint that responds with 403", { ...TOKEN, do: "answer", status: 403 }, "console_credentials", 0],
  ["a token endpoint that responds with 429", { ...TOKEN, do: "answer", status: 429 }, "console_busy", 0],
  ["a token endpoint that sends an HTML page", { ...TOKEN, do: "html" }, "console_broken", 0],
  ["a token endpoint that sends no token", { ...TOKEN, do: "omit", fields: ["access_token"] }, "console_broken", 0],
];

async function expectExplained(_: string, fault: FaultInput, created: 0 | 1): Promise<void> {
  const cluster = simulator().state.addCluster({ name: "Faulty" });
  simulator().addFault(fault);
  const result = await createClient(OWNER, cluster.uuid, createInput());
  expect(result).toMatchObject({ outcome: "pending", operation: { state: "unknown", clientId: null } });
  expect(JSON.stringify(result)).not.toContain("<h1>");
  expect(simulator().state.cluster(cluster.uuid)?.clients).toHaveLength(created);
  simulator().clearFaults();

  await settleAll();
  const operation = await getOperation(AUDITOR, cluster.uuid, result.operation.id);
  const clientId = simulator().state.cluster(cluster.uuid)?.clients[0]?.clientId ?? null;
  expect(operation).toMatchObject({ state: created ? "orphaned" : "absent", clientId, nextCheckAt: null });
  expect(await outcomesOf(operation.id)).toEqual(["requested", "unknown", created ? "orphaned" : "absent"]);
  expect([simulator().count(CREATE), simulator().count(LIST)]).toEqual([1, created ? 1 : 4]);
  await expectNothingLost(simulator(), cluster.uuid);
}

async function expectRefused(_: string, fault: FaultInput, code: ErrorCode, posts: number): Promise<void> {
  const cluster = simulator().state.addCluster({ name: "Refusing" });
  if (fault.path === TOKEN.path) forgetToken();
  simulator().addFault(fault);
  const error = await errorOf(createClient(OWNER, cluster.uuid, createInput()));
  expect([error.code, error.message]).toEqual([code, ERRORS[code][1]]);
  simulator().clearFaults();
  forgetToken();

  await settleAll();
  expect(await db().operation.findMany({ where: { clusterId: cluster.uuid } })).toMatchObject([
    { state: "rejected", errorCode: code, openKey: null },
  ]);
  expect(simulator().count(CREATE)).toBe(posts);
  expect(simulator().count(LIST)).toBe(0);
  await expectNothingLost(simulator(), cluster.uuid);
}

/** Sends a create whose response Camunda holds back, and gives up on it as after the timeout. */
async function createWithTimeout(clusterId: string, when: "before-commit" | "after-commit") {
  simulator().addFault({ ...CREATE, do: "hang", when });
  const timeout = new AbortController();
  vi.spyOn(AbortSignal, "timeout").mockReturnValueOnce(timeout.signal);
  const response = createClient(OWNER, clusterId, createInput());
  await simulator().waitFor(CREATE, { until: "held" });
  timeout.abort();
  return (await response).operation;
}

describeOnSqlite("a create", () => {
  it.each(MORE_UNCLEAR)("is unknown after %s, until the reconcile job explains it", expectExplained);
  it.each(MORE_REFUSED)("is rejected after %s, and never sent again", expectRefused);

  it.each([
    ["7", 7],
    ["0", 0],
    ["soon", undefined],
    [undefined, undefined],
    ["a date in 90 seconds", 90],
    ["a date in the past", 0],
  ])("is not sent again after a 429 with Retry-After: %s", async (value, seconds) => {
    const cluster = simulator().state.addCluster({ name: "Busy" });
    const date = new Date(Math.floor(Date.now() / 1000 + (seconds || -90)) * 1000).toUTCString();
    const retryAfter = value?.includes("date") ? date : value;
    const headers = retryAfter === undefined ? {} : { "Retry-After": retryAfter };
    simulator().addFault({ ...CREATE, do: "answer", status: 429, headers });
    const error = await errorOf(createClient(OWNER, cluster.uuid, createInput()));
    expect(error).toMatchObject({ code: "console_busy", status: 503 });
    // A date has whole seconds only.
    if (seconds === 90) expect([89, 90]).toContain(error.retryAfter);
    else expect(error.retryAfter).toBe(seconds);
    simulator().clearFaults();
    await settleAll();
    expect(simulator().count(CREATE)).toBe(1);
    await expectNothingLost(simulator(), cluster.uuid);
  });
});

describeOnBothDatabases("a create", () => {
  it.each(UNCLEAR)("is unknown after %s, until the reconcile job explains it", expectExplained);
  it.each(REFUSED)("is rejected after %s, and never sent again", expectRefused);

  it("is sent a second time after one 401, with a new token, and creates one client", async () => {
    const cluster = simulator().state.addCluster({ name: "Expired token" });
    simulator().addFault({ ...CREATE, do: "answer", status: 401, times: 1 });
    const result = await createClient(OWNER, cluster.uuid, createInput());
    expect(result.outcome).toBe("created");
    expect(
      simulator()
        .requests()
        .map(({ path, status }) => [path.split("/").at(-1), status]),
    ).toEqual([
      ["clients", 401],
      ["token", 200],
      ["clients", 200],
    ]);
    await expectNothingLost(simulator(), cluster.uuid);
  });

  it.each([
    ["created the client before", "after-commit", "orphaned", 1],
    ["never created it", "before-commit", "absent", 4],
  ] as const)("that times out is explained when Camunda %s", async (_, when, state, checks) => {
    const cluster = simulator().state.addCluster({ name: "Silent" });
    const { id, state: first } = await createWithTimeout(cluster.uuid, when);
    expect(first).toBe("unknown");
    expect((await db().auditEvent.findFirst({ where: { operationId: id, outcome: "unknown" } }))?.detail).toContain(
      "console_timeout",
    );
    await settleAll();
    expect((await getOperation(OWNER, cluster.uuid, id)).state).toBe(state);
    expect([simulator().count(CREATE), simulator().count(LIST)]).toEqual([1, checks]);
    await expectNothingLost(simulator(), cluster.uuid);
  });

  it("that Camunda carries out after the timeout and the first check is found by a later check", async () => {
    const cluster = simulator().state.addCluster({ name: "Late" });
    const { id } = await createWithTimeout(cluster.uuid, "before-commit");
    pass(2_001);
    await reconcile();
    expect((await getOperation(OWNER, cluster.uuid, id)).state).toBe("unknown");

    simulator().release();
    await simulator().waitFor(CREATE, { until: "settled" });
    await settleAll();
    expect((await getOperation(OWNER, cluster.uuid, id)).state).toBe("orphaned");
    expect(simulator().count(CREATE)).toBe(1);
    await expectNothingLost(simulator(), cluster.uuid);
  });
});
