import { z } from "zod";
import type { Simulator } from "../server";
import { CONSOLE_AUDIENCE } from "../token";

const tokenSchema = z.object({ access_token: z.string() });

/** For tests: asks the token endpoint, with the organization's own client if no other is named. */
export function requestToken(
  simulator: Simulator,
  { id, secret }: { id: string; secret: string } = simulator.consoleClient,
  audience = CONSOLE_AUDIENCE,
): Promise<Response> {
  const form = { grant_type: "client_credentials", audience, client_id: id, client_secret: secret };
  return fetch(`${simulator.url}/oauth/token`, { method: "POST", body: new URLSearchParams(form) });
}

/** For tests: an Authorization header. */
export async function bearer(...wanted: Parameters<typeof requestToken>): Promise<{ Authorization: string }> {
  const answer = await requestToken(...wanted);
  return { Authorization: `Bearer ${tokenSchema.parse(await answer.json()).access_token}` };
}

/** For tests: one request to the Console API with a fresh token. */
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
