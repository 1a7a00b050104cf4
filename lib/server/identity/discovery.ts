import "server-only";
import { z } from "zod";
import { isOwnIssuer } from "@/lib/server/identity/providers";
import { clockAheadMs, exchange, HttpFailure, parseJson } from "@/lib/server/platform/outbound";

const documentSchema = z.object({
  issuer: z.string(),
  authorization_endpoint: z.string().exactOptional(),
  token_endpoint: z.string().exactOptional(),
  jwks_uri: z.string().exactOptional(),
  end_session_endpoint: z.unknown().exactOptional(),
});
export type DiscoveryDocument = z.infer<typeof documentSchema>;

/** What came of a request for a discovery document. `clockAheadMs` is about the provider's clock. */
export type Discovery =
  | { kind: "document"; document: DiscoveryDocument; clockAheadMs: number | null }
  | { kind: "other-issuer"; named: string }
  | { kind: "status"; status: number }
  | { kind: "unreadable" }
  | { kind: "unreachable"; failure: HttpFailure };

/** The address of an issuer's discovery document. */
export const discoveryAddress = (issuer: string) => `${issuer}/.well-known/openid-configuration`;

/** Requests an issuer's discovery document. */
export async function readDiscovery(issuer: string, timeoutMs: number): Promise<Discovery> {
  try {
    const { status, headers, text } = await exchange(discoveryAddress(issuer), { method: "GET", timeoutMs });
    if (status !== 200) return { kind: "status", status };
    const { data: document } = documentSchema.safeParse(parseJson(text));
    if (!document) return { kind: "unreadable" };
    if (!isOwnIssuer(document.issuer, issuer)) return { kind: "other-issuer", named: document.issuer };
    return { kind: "document", document, clockAheadMs: clockAheadMs(headers) };
  } catch (failure) {
    if (failure instanceof HttpFailure) return { kind: "unreachable", failure };
    throw failure;
  }
}

/** What a discovery document says about the endpoint for sign-out: an address, none, or one that can't be used. */
export function signOutEndpoint(document: DiscoveryDocument): { address: string | null } | { unusable: string } {
  const { issuer, end_session_endpoint: named } = document;
  if (named === undefined) return { address: null };
  const { data: address } = z.url({ protocol: /^https?$/ }).safeParse(named);
  if (!address) return { unusable: "it is not an address" };
  // What is sent over https stays on https.
  if (new URL(address).protocol !== new URL(issuer).protocol)
    return { unusable: "it has another protocol than the issuer" };
  return { address };
}
