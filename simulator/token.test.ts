import { afterEach, beforeEach, expect, test } from "vitest";
import { type Simulator, startSimulator } from "./server";
import { requestToken } from "./testing/caller";

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator({
    seed: [
      { name: "C", clients: [{ name: "w", clientId: "w", clientSecret: "s", permissions: ["Zeebe", "Secrets"] }] },
    ],
  });
});
afterEach(() => simulator.close());

const WORKER = { id: "w", secret: "s" };

test("issues the organization's client a token for the Console API", async () => {
  const response = await requestToken(simulator);
  expect(response.headers.get("cache-control")).toBe("no-store");
  const token = await response.json();
  expect(token).toEqual({ access_token: expect.any(String), token_type: "Bearer", expires_in: 86_400 });
  const [, claims = ""] = token.access_token.split(".");
  expect(JSON.parse(Buffer.from(claims, "base64url").toString())).toMatchObject({ aud: "api.cloud.camunda.io" });
});

test.each([
  ["zeebe.camunda.io", 200],
  ["secrets.camunda.io", 200],
  ["operate.camunda.io", 403],
  ["api.cloud.camunda.io", 403],
])("responds to a client with Zeebe and Secrets that requests %s with %i", async (audience, status) => {
  expect((await requestToken(simulator, WORKER, audience)).status).toBe(status);
});

test("responds with 401 to a wrong secret, an unknown client and a deleted one", async () => {
  expect((await requestToken(simulator, { id: "w", secret: "no" }, "zeebe.camunda.io")).status).toBe(401);
  expect((await requestToken(simulator, { ...simulator.consoleClient, secret: "no" })).status).toBe(401);
  expect((await requestToken(simulator, { id: "nobody", secret: "s" }, "zeebe.camunda.io")).status).toBe(401);
  simulator.state.removeClient("w");
  expect((await requestToken(simulator, WORKER, "zeebe.camunda.io")).status).toBe(401);
});

test("responds with 400 to JSON, another grant type and missing parameters", async () => {
  const post = (init: RequestInit) => fetch(`${simulator.url}/oauth/token`, { method: "POST", ...init });
  const json = await post({ body: "{}", headers: { "Content-Type": "application/json" } });
  const grant = await post({ body: new URLSearchParams({ grant_type: "password" }) });
  const missing = await post({ body: new URLSearchParams({ grant_type: "client_credentials", client_id: "w" }) });
  expect([json.status, grant.status, missing.status]).toEqual([400, 400, 400]);
});

test("responds with 401 to a client that is not active yet, as often as set", async () => {
  simulator.state.changeClient("w", { inactiveTokenRequests: 2 });
  const ask = async () => (await requestToken(simulator, WORKER, "zeebe.camunda.io")).status;
  expect([await ask(), await ask(), await ask()]).toEqual([401, 401, 200]);
});

test("limits token requests to one per second if set to, and counts failures", async () => {
  simulator.change({ tokenRateLimit: true });
  expect((await requestToken(simulator, { id: "w", secret: "no" }, "zeebe.camunda.io")).status).toBe(401);
  const refused = await requestToken(simulator, WORKER, "zeebe.camunda.io");
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "1"]);
  simulator.advance(1000);
  expect((await requestToken(simulator, WORKER, "zeebe.camunda.io")).status).toBe(200);
});
