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
import { describeOnBothDatabases } from "@/lib/server/platform/testing/database";
import type { FaultInput } from "@/simulator/faults";

const simulator = withSimulator();
beforeAll(stopTime);
afterEach(() => vi.restoreAllMocks());
afterAll(() => {
  vi.useRealTimers();
});

const when = "after-commit";
const html = "<html><h1>502 Bad Gateway</h1></html>";

/** Answers that leave open whether there is a client now: what is spoilt, and whether one was made. */
const UNCLEAR: [name: string, fault: FaultInput, made: 0 | 1][] = [
  ["a reset before the commit", { ...CREATE, do: "reset" }, 0],
  ["a reset after the commit", { ...CREATE, do: "reset", when }, 1],
  ["an answer that breaks off", { ...CREATE, do: "truncate" }, 1],
  ["half an answer that says it is whole", { ...CREATE, do: "truncate", honest: true }, 1],
  ["an answer that is no JSON, without a commit", { ...CREATE, do: "broken-json", when: "before-commit" }, 0],
  ["an answer that is no JSON, after the commit", { ...CREATE, do: "broken-json" }, 1],
  ["a page with 200, without a commit", { ...CREATE, do: "html" }, 0],
  ["a page with 200, after the commit", { ...CREATE, do: "html", when }, 1],
  ["an answer without the secret", { ...CREATE, do: "omit", fields: ["clientSecret"] }, 1],
  ["an answer without the client id", { ...CREATE, do: "omit", fields: ["clientId"] }, 1],
  ["an empty 204", { ...CREATE, do: "answer", status: 204, when }, 1],
  ["a redirect", { ...CREATE, do: "answer", status: 302, headers: { Location: "/elsewhere" }, when }, 1],
  ["a 408 after the commit", { ...CREATE, do: "answer", status: 408, when }, 1],
  ...[500, 502, 503, 504].flatMap((status): typeof UNCLEAR => [
    [`a ${status} without a commit`, { ...CREATE, do: "answer", status, body: html }, 0],
    [`a ${status} after the commit`, { ...CREATE, do: "answer", status, body: html, when }, 1],
  ]),
];

/** Clear answers that nothing was made: what they are told as, and how many POSTs it took. */
const REFUSED: [name: string, fault: FaultInput, code: ErrorCode, posts: number][] = [
  ["401 for ever", { ...CREATE, do: "answer", status: 401 }, "console_credentials", 2],
  ["400", { ...CREATE, do: "answer", status: 400, body: html }, "name_taken", 1],
  ["403", { ...CREATE, do: "html", status: 403 }, "create_refused", 1],
  ["404", { ...CREATE, do: "html", status: 404 }, "cluster_not_found", 1],
  ["422", { ...CREATE, do: "answer", status: 422, body: { detail: "no" } }, "create_refused", 1],
  ["a token server that resets", { ...TOKEN, do: "reset" }, "console_unreachable", 0],
  ["a token server that answers 503", { ...TOKEN, do: "html", status: 503 }, "console_unreachable", 0],
  ["a token server that answers 401", { ...TOKEN, do: "answer", status: 401 }, "console_credentials", 0],
  ["a token server that answers 403", { ...TOKEN, do: "answer", status: 403 }, "console_credentials", 0],
  ["a token server that answers 429", { ...TOKEN, do: "answer", status: 429 }, "console_busy", 0],
  ["a token server that sends a page", { ...TOKEN, do: "html" }, "console_broken", 0],
  ["a token server that sends no token", { ...TOKEN, do: "omit", fields: ["access_token"] }, "console_broken", 0],
];

describeOnBothDatabases("a create", () => {
  it.each(UNCLEAR)(
    "answered by %s is unknown at first, and explained after the janitor's looks",
    async (_, fault, made) => {
      const cluster = simulator().state.addCluster({ name: "Faulty" });
      simulator().addFault(fault);
      const result = await createClient(OWNER, cluster.uuid, createInput());
      expect(result).toMatchObject({ outcome: "pending", operation: { state: "unknown", clientId: null } });
      expect(JSON.stringify(result)).not.toContain("<h1>");
      expect(simulator().state.cluster(cluster.uuid)?.clients).toHaveLength(made);
      simulator().clearFaults();

      await settleAll();
      const operation = await getOperation(AUDITOR, cluster.uuid, result.operation.id);
      const clientId = simulator().state.cluster(cluster.uuid)?.clients[0]?.clientId ?? null;
      expect(operation).toMatchObject({ state: made ? "orphaned" : "absent", clientId, nextCheckAt: null });
      expect(await outcomesOf(operation.id)).toEqual(["requested", "unknown", made ? "orphaned" : "absent"]);
      expect([simulator().count(CREATE), simulator().count(LIST)]).toEqual([1, made ? 1 : 4]);
      await expectNothingLost(simulator(), cluster.uuid);
    },
  );

  it.each(REFUSED)("refused by %s is told so, and never sent again", async (_, fault, code, posts) => {
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
  });

  it.each([
    ["7", 7],
    ["0", 0],
    ["soon", undefined],
    [undefined, undefined],
    ["in 90 seconds, as a date", 90],
    ["a date that is over", 0],
  ])("is not sent again after a 429 with Retry-After: %s", async (value, seconds) => {
    const cluster = simulator().state.addCluster({ name: "Busy" });
    const date = new Date(Math.floor(Date.now() / 1000 + (seconds || -90)) * 1000).toUTCString();
    const retryAfter = value?.includes("date") ? date : value;
    const headers = retryAfter === undefined ? {} : { "Retry-After": retryAfter };
    simulator().addFault({ ...CREATE, do: "answer", status: 429, headers });
    const error = await errorOf(createClient(OWNER, cluster.uuid, createInput()));
    expect(error).toMatchObject({ code: "console_busy", status: 503 });
    // A date holds whole seconds only.
    if (seconds === 90) expect([89, 90]).toContain(error.retryAfter);
    else expect(error.retryAfter).toBe(seconds);
    simulator().clearFaults();
    await settleAll();
    expect(simulator().count(CREATE)).toBe(1);
    await expectNothingLost(simulator(), cluster.uuid);
  });

  it("is sent a second time after one 401, with a new token, and makes one client", async () => {
    const cluster = simulator().state.addCluster({ name: "Token over" });
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
    ["made it before", "after-commit", "orphaned", 1],
    ["never made it", "before-commit", "absent", 4],
  ] as const)("that is never answered ends well when Camunda %s", async (_, when, state, looks) => {
    const cluster = simulator().state.addCluster({ name: "Silent" });
    simulator().addFault({ ...CREATE, do: "hang", when });
    const patience = new AbortController();
    vi.spyOn(AbortSignal, "timeout").mockReturnValueOnce(patience.signal);
    const answer = createClient(OWNER, cluster.uuid, createInput());
    await simulator().waitFor(CREATE, { until: "held" });
    patience.abort();
    const { operation } = await answer;
    expect(operation.state).toBe("unknown");
    expect(
      (await db().auditEvent.findFirst({ where: { operationId: operation.id, outcome: "unknown" } }))?.detail,
    ).toContain("console_timeout");
    await settleAll();
    expect((await getOperation(OWNER, cluster.uuid, operation.id)).state).toBe(state);
    expect([simulator().count(CREATE), simulator().count(LIST)]).toEqual([1, looks]);
    await expectNothingLost(simulator(), cluster.uuid);
  });

  it("that Camunda carries out after we gave up and looked once is found by a later look", async () => {
    const cluster = simulator().state.addCluster({ name: "Late" });
    simulator().addFault({ ...CREATE, do: "hang" });
    const patience = new AbortController();
    vi.spyOn(AbortSignal, "timeout").mockReturnValueOnce(patience.signal);
    const answer = createClient(OWNER, cluster.uuid, createInput());
    await simulator().waitFor(CREATE, { until: "held" });
    patience.abort();
    const { operation } = await answer;
    pass(2_001);
    await reconcile();
    expect((await getOperation(OWNER, cluster.uuid, operation.id)).state).toBe("unknown");

    simulator().release();
    await simulator().waitFor(CREATE, { until: "settled" });
    await settleAll();
    expect((await getOperation(OWNER, cluster.uuid, operation.id)).state).toBe("orphaned");
    expect(simulator().count(CREATE)).toBe(1);
    await expectNothingLost(simulator(), cluster.uuid);
  });
});
