import "server-only";
import type { SetupCheck } from "@/lib/contract/setup";
import {
  type Discovery,
  type DiscoveryDocument,
  discoveryAddress,
  readDiscovery,
  signOutEndpoint,
} from "@/lib/server/identity/discovery";
import { env } from "@/lib/server/platform/env";
import { cleanText } from "@/lib/server/platform/text";
import { fault, ok, warning } from "@/lib/server/setup/check";
import { checkClock } from "@/lib/server/setup/check-clock";

const DISCOVERY = "Discovery document";
const ISSUER = "Issuer";
const ENDPOINTS = "Endpoints";
const SIGN_OUT = "Sign-out";

const TIMEOUT_MS = 8_000;

/** The endpoints without which nobody can sign in. */
const NEEDED = ["authorization_endpoint", "token_endpoint", "jwks_uri"] as const;

function failureOf(discovery: Exclude<Discovery, { kind: "document" }>, issuer: string): SetupCheck {
  const address = discoveryAddress(issuer);
  switch (discovery.kind) {
    case "unreachable":
      return fault(
        DISCOVERY,
        `${address} ${discovery.failure.kind === "timeout" ? "does not respond in time" : "can't be reached"}.`,
        `Check OIDC_ISSUER, and that this machine may connect to ${new URL(issuer).host}. Then check again.`,
      );
    case "status":
      return fault(
        DISCOVERY,
        `${address} answers with status ${discovery.status}.`,
        "Check OIDC_ISSUER: it is the issuer alone, as the identity provider writes it, and redirects are not followed.",
      );
    case "unreadable":
      return fault(
        DISCOVERY,
        `${address} answers, but not with a discovery document.`,
        "Check OIDC_ISSUER: a proxy or another page may answer in place of the identity provider.",
      );
    case "other-issuer": {
      const named = cleanText(discovery.named, 200);
      return fault(
        ISSUER,
        `The identity provider calls itself ${named}, and OIDC_ISSUER is ${issuer}. Nobody can sign in.`,
        `If ${named} is your provider, set OIDC_ISSUER to it. Then restart Latchkey.`,
      );
    }
  }
}

function checkEndpoints(document: DiscoveryDocument): SetupCheck {
  const missing = NEEDED.filter((name) => !document[name]);
  if (missing.length === 0) return ok(ENDPOINTS, "The provider lists all endpoints that sign-in needs.");
  return fault(
    ENDPOINTS,
    `The discovery document has no ${missing.join(", no ")}, so nobody can sign in.`,
    "Check that OIDC_ISSUER is an OpenID Connect provider with the authorization code flow.",
  );
}

function checkSignOut(document: DiscoveryDocument, isWanted: boolean): SetupCheck {
  if (!isWanted) return ok(SIGN_OUT, "A sign-out ends the session at Latchkey only, because OIDC_SIGN_OUT is 0.");
  const found = signOutEndpoint(document);
  if ("unusable" in found)
    return warning(
      SIGN_OUT,
      `The provider's end_session_endpoint can't be used: ${found.unusable}. A sign-out ends the session at Latchkey only.`,
      "Correct it at the identity provider, or set OIDC_SIGN_OUT to 0.",
    );
  if (found.address === null)
    return warning(
      SIGN_OUT,
      "The provider names no end_session_endpoint, so a sign-out ends the session at Latchkey only.",
      "Switch on RP-initiated logout at the identity provider if it has that, or set OIDC_SIGN_OUT to 0.",
    );
  return ok(SIGN_OUT, "A sign-out also ends the session at the provider.");
}

/** Asks the identity provider for its discovery document, as a sign-in does. */
export async function checkIdentity(): Promise<SetupCheck[]> {
  const { oidc } = env();
  if (!oidc) return [ok(DISCOVERY, "The demo has no identity provider: anyone who opens it chooses who they are.")];
  const discovery = await readDiscovery(oidc.issuer, TIMEOUT_MS);
  if (discovery.kind !== "document") return [failureOf(discovery, oidc.issuer)];
  const { document } = discovery;
  return [
    ok(DISCOVERY, `${discoveryAddress(oidc.issuer)} can be read.`),
    ok(ISSUER, "The provider calls itself what OIDC_ISSUER says."),
    checkEndpoints(document),
    checkSignOut(document, oidc.signOut),
    checkClock("the identity provider", discovery.clockAheadMs),
  ];
}
