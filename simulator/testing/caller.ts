import { z } from "zod";
import type { Simulator } from "../server";
import { CONSOLE_AUDIENCE } from "../token";

const tokenSchema = z.object({ access_token: z.string() });

/** Requests a token, as the organization's own client by default. */
export function requestToken(
  simulator: Simulator,
  { id, secret }: { id: string; secret: string } = simulator.consoleClient,
  audience = CONSOLE_AUDIENCE,
): Promise<Response> {
  const form = { grant_type: "client_credentials", audience, client_id: id, client_secret: secret };
  return fetch(`${simulator.url}/oauth/token`, { method: "POST", body: new URLSearchParams(form) });
}

/** Requests a token and returns it as an Authorization header. */
export async function bearer(...request: Parameters<typeof requestToken>): Promise<{ Authorization: string }> {
  const response = await requestToken(...request);
  return { Authorization: `Bearer ${tokenSchema.parse(await response.json()).access_token}` };
}

/** Sends one request to the Console API with a new token. */
export async function callConsole(
  simulator: Simulator,
  method: string,
  path: string,
  body?: unknown,
): Promise<Response> {
  const headers = { ...(await bearer(simulator)), "Content-Type": "application/json" };
  return fetch(`${simulator.url}${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}
