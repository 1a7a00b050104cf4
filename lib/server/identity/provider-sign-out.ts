import "server-only";
import { z } from "zod";
import { isOwnIssuer } from "@/lib/server/identity/providers";
import { env } from "@/lib/server/platform/env";
import { log } from "@/lib/server/platform/log";
import { exchange, parseJson } from "@/lib/server/platform/outbound";
import { processState } from "@/lib/server/platform/process-state";

/** How long the address is kept, in milliseconds. */
const KEPT_MS = 3_600_000;
/** A sign-out waits this long for the provider, in milliseconds, and then ends here alone. */
const TIMEOUT_MS = 3_000;

const documentSchema = z.object({
  issuer: z.string(),
  end_session_endpoint: z.url({ protocol: /^https?$/ }).exactOptional(),
});

type Kept = { at: number; endpoint: string | null };
const kept = processState("end-session-endpoints", () => new Map<string, Kept>());

/** The endpoint for sign-out in the provider's discovery document. Null when it offers none. */
async function findEndpoint(issuer: string): Promise<string | null> {
  const known = kept.get(issuer);
  if (known && Date.now() - known.at < KEPT_MS) return known.endpoint;
  const url = `${issuer}/.well-known/openid-configuration`;
  const { status, text } = await exchange(url, { method: "GET", timeoutMs: TIMEOUT_MS });
  if (status !== 200) throw new Error(`The discovery document has status ${status}.`);
  const document = documentSchema.parse(parseJson(text));
  if (!isOwnIssuer(document.issuer, issuer)) throw new Error("The discovery document is of another issuer.");
  const endpoint = document.end_session_endpoint ?? null;
  // What is sent over https stays on https.
  if (endpoint && new URL(endpoint).protocol !== new URL(issuer).protocol)
    throw new Error("The endpoint for sign-out has another protocol than the issuer.");
  kept.set(issuer, { at: Date.now(), endpoint });
  return endpoint;
}

/**
 * Where the browser goes after a sign-out, to end the session at the identity provider as well. It says which client it
 * comes from and where to go back to. There is no ID token in it, because none is kept; some providers ask the person
 * for a confirmation then. Null when the provider offers no sign-out, can't be reached, or OIDC_SIGN_OUT is 0.
 */
export async function providerSignOutUrl(): Promise<string | null> {
  const { oidc, appUrl } = env();
  if (!oidc?.signOut) return null;
  const endpoint = await findEndpoint(oidc.issuer).catch((error: unknown) => {
    log.warn("the identity provider's sign-out could not be found: signed out of Latchkey alone", { error });
    return null;
  });
  if (!endpoint) return null;
  const url = new URL(endpoint);
  url.searchParams.set("client_id", oidc.clientId);
  url.searchParams.set("post_logout_redirect_uri", `${appUrl}/sign-in`);
  return url.href;
}
