import { Hono } from "hono";
import { signToken } from "./jwt";
import type { SimulatedClient, SimulatedCluster } from "./state";
import type { World } from "./world";

/** For whom the organization's own client may ask a token. */
export const CONSOLE_AUDIENCE = "api.cloud.camunda.io";

/** Which audiences a scope opens. `Orchestration` has been seen on clients that were not made by this API. */
const AUDIENCES: Record<string, (cluster: SimulatedCluster) => readonly string[]> = {
  Zeebe: ({ audience }) => [audience],
  Operate: () => ["operate.camunda.io"],
  Tasklist: () => ["tasklist.camunda.io"],
  Optimize: () => ["optimize.camunda.io"],
  Secrets: () => ["secrets.camunda.io"],
  Orchestration: ({ audience }) => [audience, "operate.camunda.io", "tasklist.camunda.io"],
};

/** Whose id and secret it is: the organization's own, or a client of a cluster. */
type Holder = "organization" | { cluster: SimulatedCluster; client: SimulatedClient };

/** The token endpoint: client credentials only, form-urlencoded. */
export function tokenRoutes(world: World): Hono {
  let lastRequestAt = Number.NEGATIVE_INFINITY;

  /** One request per second and address, failures included; gives the seconds to wait. */
  function secondsToWait(): number {
    const waited = world.now() - lastRequestAt;
    if (world.settings.tokenRateLimit && waited < 1000) return Math.ceil((1000 - waited) / 1000);
    // Switched on, the limit begins with the next request.
    lastRequestAt = world.settings.tokenRateLimit ? world.now() : Number.NEGATIVE_INFINITY;
    return 0;
  }

  function findHolder(id: string, secret: string): Holder | undefined {
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
    const holder = findHolder(id, secret);
    if (holder === undefined) return c.json({ error: "access_denied", error_description: "Unauthorized" }, 401);

    const permissions = holder === "organization" ? [] : (holder.client.permissions ?? []);
    const audiences =
      holder === "organization"
        ? [CONSOLE_AUDIENCE]
        : permissions.flatMap((scope) => AUDIENCES[scope]?.(holder.cluster) ?? []);
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
      cluster: holder === "organization" ? undefined : holder.cluster.uuid,
      permissions,
    });
    return c.json({ access_token: token, token_type: "Bearer", expires_in: lifetime }, 200, {
      "Cache-Control": "no-store",
    });
  });
}
