import { Hono } from "hono";
import { signToken } from "./jwt";
import type { SimulatedClient, SimulatedCluster } from "./state";
import type { World } from "./world";

/** The audience that the organization's own client may request. */
export const CONSOLE_AUDIENCE = "api.cloud.camunda.io";

/** The audiences that each scope allows. `Orchestration` has been seen on clients that this API did not create. */
const AUDIENCES = new Map<string, (cluster: SimulatedCluster) => readonly string[]>([
  ["Zeebe", ({ audience }) => [audience]],
  ["Operate", () => ["operate.camunda.io"]],
  ["Tasklist", () => ["tasklist.camunda.io"]],
  ["Optimize", () => ["optimize.camunda.io"]],
  ["Secrets", () => ["secrets.camunda.io"]],
  ["Orchestration", ({ audience }) => [audience, "operate.camunda.io", "tasklist.camunda.io"]],
]);

/** The client that requests a token: the organization's own, or a client of a cluster. */
type Requester = "organization" | { cluster: SimulatedCluster; client: SimulatedClient };

/** The token endpoint: client credentials only, form-urlencoded. */
export function tokenRoutes(world: World): Hono {
  let lastRequestAt = Number.NEGATIVE_INFINITY;

  /** Allows one request per second, failures included. Returns the seconds to wait. */
  function secondsToWait(): number {
    const waited = world.now() - lastRequestAt;
    if (world.settings.tokenRateLimit && waited < 1000) return Math.ceil((1000 - waited) / 1000);
    // After it is switched on, the limit starts with the next request.
    lastRequestAt = world.settings.tokenRateLimit ? world.now() : Number.NEGATIVE_INFINITY;
    return 0;
  }

  function findRequester(id: string, secret: string): Requester | undefined {
    if (id === world.consoleClient.id) return secret === world.consoleClient.secret ? "organization" : undefined;
    const found = world.state.client(id);
    if (found === undefined || found.client.clientSecret !== secret) return undefined;
    const left = found.client.inactiveTokenRequests;
    if (left === 0) return found;
    world.state.changeClient(id, { inactiveTokenRequests: left - 1 });
    return undefined;
  }

  return new Hono().post("/oauth/token", async (c) => {
    const wait = secondsToWait();
    if (wait > 0) {
      return c.json({ error: "too_many_requests", error_description: "Global limit has been reached" }, 429, {
        "Retry-After": String(wait),
      });
    }
    if (!/^application\/x-www-form-urlencoded\b/i.test(c.req.header("content-type") ?? "")) {
      return c.json({ error: "invalid_request", error_description: "The body must be form-urlencoded" }, 400);
    }
    const form = new URLSearchParams(await c.req.text());
    const [id, secret, audience] = [form.get("client_id"), form.get("client_secret"), form.get("audience")];
    if (form.get("grant_type") !== "client_credentials") {
      return c.json({ error: "unsupported_grant_type", error_description: "Only client_credentials is known" }, 400);
    }
    if (!id || !secret || !audience) {
      return c.json({ error: "invalid_request", error_description: "Missing required parameter" }, 400);
    }
    const requester = findRequester(id, secret);
    if (requester === undefined) return c.json({ error: "access_denied", error_description: "Unauthorized" }, 401);

    const permissions = requester === "organization" ? [] : (requester.client.permissions ?? []);
    const audiences =
      requester === "organization"
        ? [CONSOLE_AUDIENCE]
        : permissions.flatMap((scope) => AUDIENCES.get(scope)?.(requester.cluster) ?? []);
    if (!audiences.includes(audience)) {
      return c.json(
        { error: "access_denied", error_description: `Client is not authorized to access ${audience}` },
        403,
      );
    }
    const now = Math.floor(world.now() / 1000);
    const lifetime = world.settings.tokenLifetimeSeconds;
    const token = signToken(world.state.signingKey, {
      iss: `${world.url}/`,
      azp: id,
      aud: audience,
      iat: now,
      exp: now + lifetime,
      cluster: requester === "organization" ? undefined : requester.cluster.uuid,
      permissions,
    });
    return c.json({ access_token: token, token_type: "Bearer", expires_in: lifetime }, 200, {
      "Cache-Control": "no-store",
    });
  });
}
