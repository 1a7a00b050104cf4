import { request } from "node:http";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { FaultInput } from "./faults";
import { type Simulator, startSimulator } from "./server";
import { bearer, callConsole } from "./testing/caller";

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ seed: [{ name: "C" }] });
});
afterEach(() => simulator.reset({ state: true }));
afterAll(() => simulator.close());

const clients = () => simulator.state.clusters[0]?.clients ?? [];
const CREATE = { method: "POST", path: "/clusters/:uuid/clients" };

function create(): Promise<Response> {
  // Starting over takes a new signing key, hence a new token.
  return callConsole(simulator, "POST", `/clusters/${simulator.state.clusters[0]?.uuid}/clients`, {
    clientName: "w",
    permissions: ["Zeebe"],
  });
}

describe.each(["before-commit", "after-commit"] as const)("%s", (when) => {
  const made = when === "after-commit" ? 1 : 0;

  test("reset breaks the connection", async () => {
    simulator.addFault({ ...CREATE, do: "reset", when });
    await expect(create()).rejects.toMatchObject({ cause: { code: "ECONNRESET" } });
    expect(clients()).toHaveLength(made);
    expect(simulator.requests(CREATE)).toMatchObject([{ status: null, fault: "reset", phase: "settled" }]);
  });

  test.each([500, 502, 503, 504])("answer sends %i", async (status) => {
    simulator.addFault({
      ...CREATE,
      do: "answer",
      status,
      body: { message: "no" },
      headers: { "X-Why": "test" },
      when,
    });
    const answer = await create();
    expect([answer.status, answer.headers.get("x-why"), await answer.json()]).toEqual([
      status,
      "test",
      { message: "no" },
    ]);
    expect(clients()).toHaveLength(made);
  });

  test.each([200, 500])("html sends a page with %i", async (status) => {
    simulator.addFault({ ...CREATE, do: "html", status, when });
    const answer = await create();
    expect([answer.status, answer.headers.get("content-type")]).toEqual([status, "text/html; charset=utf-8"]);
    expect(clients()).toHaveLength(made);
  });

  test("broken-json sends what no parser takes", async () => {
    simulator.addFault({ ...CREATE, do: "broken-json", when });
    const answer = await create();
    expect(answer.status).toBe(200);
    await expect(answer.json()).rejects.toThrow(SyntaxError);
    expect(clients()).toHaveLength(made);
  });

  test("hang holds the answer until it is released, and the work with it", async () => {
    simulator.addFault({ ...CREATE, do: "hang", when });
    const answer = create();
    await simulator.waitFor(CREATE, { until: "held" });
    expect(clients()).toHaveLength(made);
    expect(simulator.release()).toBe(1);
    expect((await answer).status).toBe(200);
    expect(clients()).toHaveLength(1);
  });

  test("delay answers late, the true answer", async () => {
    simulator.addFault({ ...CREATE, do: "delay", ms: 30, when });
    const began = performance.now();
    expect((await create()).status).toBe(200);
    expect(performance.now() - began).toBeGreaterThanOrEqual(29);
    expect(clients()).toHaveLength(1);
  });
});

test("a caller that gave up does not stop a late commit", async () => {
  simulator.addFault({ ...CREATE, do: "hang" });
  const giveUp = new AbortController();
  const url = `${simulator.url}/clusters/${simulator.state.clusters[0]?.uuid}/clients`;
  const headers = { ...(await bearer(simulator)), "Content-Type": "application/json" };
  const answer = fetch(url, { method: "POST", headers, body: '{"clientName":"w"}', signal: giveUp.signal });
  await simulator.waitFor(CREATE, { until: "held" });
  giveUp.abort();
  await expect(answer).rejects.toThrow();
  simulator.release();
  await simulator.waitFor(CREATE, { until: "settled" });
  expect(clients()).toHaveLength(1);
});

test("truncate breaks off in the middle of the true body, after the commit", async () => {
  simulator.addFault({ ...CREATE, do: "truncate" });
  const answer = await create();
  expect(answer.status).toBe(200);
  await expect(answer.text()).rejects.toThrow("terminated");
  expect(clients()).toHaveLength(1);
});

test("truncate with an honest length ends well, with half a body", async () => {
  simulator.addFault({ ...CREATE, do: "truncate", honest: true });
  const text = await (await create()).text();
  expect(text).toMatch(/^\{"name":"w"/);
  expect(() => JSON.parse(text)).toThrow(SyntaxError);
});

test("omit leaves the secret out of the answer", async () => {
  simulator.addFault({ ...CREATE, do: "omit", fields: ["clientSecret"] });
  const body = await (await create()).json();
  expect(body).toMatchObject({ name: "w" });
  expect(body).not.toHaveProperty("clientSecret");
});

test.each(["7", "Wed, 21 Oct 2026 07:28:00 GMT", "soon", undefined])(
  "answer sends a 429 with Retry-After %s",
  async (value) => {
    simulator.addFault({
      path: "/clusters",
      do: "answer",
      status: 429,
      headers: value ? { "Retry-After": value } : {},
    });
    const answer = await callConsole(simulator, "GET", "/clusters");
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, value ?? null]);
  },
);

test("is played as often as it was told, then no more", async () => {
  simulator.addFault({ path: "/clusters", do: "answer", status: 401, times: 1 });
  const list = async () => (await callConsole(simulator, "GET", "/clusters")).status;
  expect([await list(), await list()]).toEqual([401, 200]);
});

test("is played for ever until it is taken back", async () => {
  const fault: FaultInput = { path: "/clusters/*", do: "answer", status: 403 };
  const id = simulator.addFault(fault);
  const list = async () => (await callConsole(simulator, "GET", "/clusters/x/clients")).status;
  expect([await list(), await list()]).toEqual([403, 403]);
  simulator.clearFaults(id);
  expect(await list()).toBe(404);
});

test("closing breaks off what hangs, without a commit", async () => {
  const other = await startSimulator({ seed: [{ name: "C" }] });
  other.addFault({ ...CREATE, do: "hang" });
  const answer = callConsole(other, "POST", `/clusters/${other.state.clusters[0]?.uuid}/clients`, { clientName: "w" });
  const refused = expect(answer).rejects.toThrow("fetch failed");
  await other.waitFor(CREATE, { until: "held" });
  await other.close();
  await refused;
  expect(other.state.clusters[0]?.clients).toEqual([]);
});

test("starting over breaks off what hangs, without a commit", async () => {
  simulator.addFault({ ...CREATE, do: "hang" });
  const refused = expect(create()).rejects.toThrow("fetch failed");
  await simulator.waitFor(CREATE, { until: "held" });
  simulator.reset();
  await refused;
  expect(clients()).toEqual([]);
});

test("is told the path without its query, whoever asks", async () => {
  await new Promise((resolve) => request(`${simulator.url}/clusters?x=1`).end().on("response", resolve));
  expect(simulator.requests("GET /clusters")).toMatchObject([
    { path: "/clusters", route: "GET /clusters", status: 401 },
  ]);
});
