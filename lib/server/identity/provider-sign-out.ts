import "server-only";
import { readDiscovery, signOutEndpoint } from "@/lib/server/identity/discovery";
import { env } from "@/lib/server/platform/env";
import { log } from "@/lib/server/platform/log";
import { processState } from "@/lib/server/platform/process-state";

/** How long the address is kept, in milliseconds. */
const KEPT_MS = 3_600_000;
/** A sign-out waits this long for the provider, in milliseconds, and then ends here alone. */
const TIMEOUT_MS = 3_000;

type Kept = { at: number; endpoint: string | null };
const kept = processState("end-session-endpoints", () => new Map<string, Kept>());

/** The endpoint for sign-out in the provider's discovery document. Null when it offers none. */
async function findEndpoint(issuer: string): Promise<string | null> {
  const known = kept.get(issuer);
  if (known && Date.now() - known.at < KEPT_MS) return known.endpoint;
  const discovery = await readDiscovery(issuer, TIMEOUT_MS);
  if (discovery.kind !== "document")
    throw new Error(`There is no discovery document: ${discovery.kind}.`, { cause: discovery });
  const found = signOutEndpoint(discovery.document);
  if ("unusable" in found) throw new Error(`The endpoint for sign-out can't be used: ${found.unusable}.`);
  const endpoint = found.address;
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
