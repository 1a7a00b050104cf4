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
    const response = await create();
    expect([response.status, response.headers.get("x-why"), await response.json()]).toEqual([
      status,
      "test",
      { message: "no" },
    ]);
    expect(clients()).toHaveLength(made);
  });

  test.each([200, 500])("html sends a page with %i", async (status) => {
    simulator.addFault({ ...CREATE, do: "html", status, when });
    const response = await create();
    expect([response.status, response.headers.get("content-type")]).toEqual([status, "text/html; charset=utf-8"]);
    expect(clients()).toHaveLength(made);
  });

  test("broken-json sends a body that no parser accepts", async () => {
    simulator.addFault({ ...CREATE, do: "broken-json", when });
    const response = await create();
    expect(response.status).toBe(200);
    await expect(response.json()).rejects.toThrow(SyntaxError);
    expect(clients()).toHaveLength(made);
  });

  test("hang holds the response until it is released, and before the commit the commit too", async () => {
    simulator.addFault({ ...CREATE, do: "hang", when });
    const response = create();
    await simulator.waitFor(CREATE, { until: "held" });
    expect(clients()).toHaveLength(made);
    expect(simulator.release()).toBe(1);
    expect((await response).status).toBe(200);
    expect(clients()).toHaveLength(1);
  });

  test("delay sends the real response late", async () => {
    simulator.addFault({ ...CREATE, do: "delay", ms: 30, when });
    const began = performance.now();
    expect((await create()).status).toBe(200);
    expect(performance.now() - began).toBeGreaterThanOrEqual(29);
    expect(clients()).toHaveLength(1);
  });
});

test("a caller that gives up does not stop a late commit", async () => {
  simulator.addFault({ ...CREATE, do: "hang" });
  const giveUp = new AbortController();
  const url = `${simulator.url}/clusters/${simulator.state.clusters[0]?.uuid}/clients`;
  const headers = { ...(await bearer(simulator)), "Content-Type": "application/json" };
  const response = fetch(url, { method: "POST", headers, body: '{"clientName":"w"}', signal: giveUp.signal });
  await simulator.waitFor(CREATE, { until: "held" });
  giveUp.abort();
  await expect(response).rejects.toThrow();
  simulator.release();
  await simulator.waitFor(CREATE, { until: "settled" });
  expect(clients()).toHaveLength(1);
});

test("truncate breaks off in the middle of the real body, after the commit", async () => {
  simulator.addFault({ ...CREATE, do: "truncate" });
  const response = await create();
  expect(response.status).toBe(200);
  await expect(response.text()).rejects.toThrow("terminated");
  expect(clients()).toHaveLength(1);
});

test("truncate with an honest length ends normally, with half of the body", async () => {
  simulator.addFault({ ...CREATE, do: "truncate", honest: true });
  const text = await (await create()).text();
  expect(text).toMatch(/^\{"name":"w"/);
  expect(() => JSON.parse(text)).toThrow(SyntaxError);
});

test("omit leaves the secret out of the response", async () => {
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
    const response = await callConsole(simulator, "GET", "/clusters");
    expect([response.status, response.headers.get("retry-after")]).toEqual([429, value ?? null]);
  },
);

test("affects as many requests as it was set to, then no more", async () => {
  simulator.addFault({ path: "/clusters", do: "answer", status: 401, times: 1 });
  const list = async () => (await callConsole(simulator, "GET", "/clusters")).status;
  expect([await list(), await list()]).toEqual([401, 200]);
});

test("affects all requests until it is removed", async () => {
  const fault: FaultInput = { path: "/clusters/*", do: "answer", status: 403 };
  const id = simulator.addFault(fault);
  const list = async () => (await callConsole(simulator, "GET", "/clusters/x/clients")).status;
  expect([await list(), await list()]).toEqual([403, 403]);
  simulator.clearFaults(id);
  expect(await list()).toBe(404);
});

test("closing breaks off hanging requests without a commit", async () => {
  const other = await startSimulator({ seed: [{ name: "C" }] });
  other.addFault({ ...CREATE, do: "hang" });
  const response = callConsole(other, "POST", `/clusters/${other.state.clusters[0]?.uuid}/clients`, {
    clientName: "w",
  });
  const refused = expect(response).rejects.toThrow("fetch failed");
  await other.waitFor(CREATE, { until: "held" });
  await other.close();
  await refused;
  expect(other.state.clusters[0]?.clients).toEqual([]);
});

test("reset breaks off hanging requests without a commit", async () => {
  simulator.addFault({ ...CREATE, do: "hang" });
  const refused = expect(create()).rejects.toThrow("fetch failed");
  await simulator.waitFor(CREATE, { until: "held" });
  simulator.reset();
  await refused;
  expect(clients()).toEqual([]);
});

test("records the path without its query", async () => {
  await new Promise((resolve) => request(`${simulator.url}/clusters?x=1`).end().on("response", resolve));
  expect(simulator.requests("GET /clusters")).toMatchObject([
    { path: "/clusters", route: "GET /clusters", status: 401 },
  ]);
});
