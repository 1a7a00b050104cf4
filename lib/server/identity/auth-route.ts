import "server-only";
import { type NextRequest, NextResponse } from "next/server";
import { limit } from "@/lib/server/access/rate-limit";
import { recordStranger } from "@/lib/server/access/refusals";
import { callbackUrlCookieName, csrfCookieName, readSessionId, stateCookieName } from "@/lib/server/identity/cookies";
import { providerSignOutUrl } from "@/lib/server/identity/provider-sign-out";
import { requestFacts } from "@/lib/server/identity/request-facts";
import { type AuthContext, ownAddress, runNextAuth } from "@/lib/server/identity/sign-in";
import { env } from "@/lib/server/platform/env";
import { AppError } from "@/lib/server/platform/errors";
import { log } from "@/lib/server/platform/log";
import { cleanText } from "@/lib/server/platform/text";

/** How much of a browser's own description is stored with its session. */
const LONGEST_USER_AGENT = 300;

/** The parts of next-auth that sign-in and sign-out need. The other routes would be open and unused. */
const ACTIONS = new Set(["csrf", "signin", "callback", "error", "signout"]);

/** What a page can ask of the identity provider: a new proof of who this is. */
const ASKED = new Map([
  ["max_age", "0"],
  ["prompt", "login"],
]);

/** next-auth passes every parameter on to the identity provider, over its own: another client, scope or response type. */
function keepAsked(query: URLSearchParams): void {
  for (const name of [...query.keys()]) if (query.getAll(name).join() !== ASKED.get(name)) query.delete(name);
}

/**
 * Whether a request takes a step of a sign-in. Then it has the cookie of the step before. Browsers don't send that cookie
 * with images, frames and forms of other sites, so no other site can use up the limit of its visitor's address.
 */
function stepOf(action: string, { method, cookies }: NextRequest): "none" | "begun" | "not-begun" {
  const isPost = method === "POST";
  if (action !== "callback" && !(action === "signin" && isPost)) return "none";
  return cookies.has(isPost ? csrfCookieName() : stateCookieName()) ? "begun" : "not-begun";
}

/**
 * Passes requests of sign-in and sign-out to next-auth, after the sign-in rate limit and a check of the return address,
 * because next-auth responds with 500 to an invalid one. A sign-in that fails is recorded.
 */
export async function handleAuth(request: NextRequest, context: AuthContext): Promise<Response> {
  const { appUrl } = env();
  const facts = requestFacts(request.headers);
  const toSignIn = (error: string) => NextResponse.redirect(`${appUrl}/sign-in?error=${error}`, 303);
  const refuse = async (error: string, code: string) => {
    log.info("sign-in refused", { ...facts, code });
    await recordStranger(facts, { action: "session.sign-in", detail: { code } });
    return toSignIn(error);
  };
  const [action = ""] = (await context.params).nextauth;
  if (!ACTIONS.has(action)) return new NextResponse(null, { status: 404 });
  const step = stepOf(action, request);
  if (step === "not-begun") return refuse("NotBegun", "sign_in_not_begun");
  if (step === "begun") {
    const refusal = await limit("sign-in", facts.address ?? "unknown").catch((error: unknown) => error);
    if (refusal instanceof AppError) return refuse("RateLimited", "rate_limited");
  }

  const cookie = request.cookies.get(callbackUrlCookieName())?.value;
  // An address of another site is replaced below. To an invalid address, next-auth responds with 500.
  if (cookie && !(/^https?:/.test(cookie) && URL.canParse(cookie))) {
    const response = toSignIn("Callback");
    response.cookies.delete(callbackUrlCookieName());
    return response;
  }
  const returnTo = request.nextUrl.searchParams.get("callbackUrl");
  if (returnTo !== null) request.nextUrl.searchParams.set("callbackUrl", ownAddress(returnTo, appUrl) ?? appUrl);

  if (action === "signin" && request.method === "POST") keepAsked(request.nextUrl.searchParams);

  let signOutFailure: unknown = null;
  let failedFor: string | null = null;
  let signedOutOf: string | null = null;
  const browser = {
    userAgent: cleanText(request.headers.get("user-agent") ?? "", LONGEST_USER_AGENT) || null,
    formerSid: readSessionId(request.headers),
  };
  const response = await runNextAuth(
    request,
    context,
    { facts, browser },
    {
      signIn: (code, error) => {
        failedFor ??= code;
        log.error("sign-in failed", { ...facts, code, error });
      },
      signedOut: (provider) => {
        signedOutOf = provider;
      },
      signOut: (error) => {
        signOutFailure = error;
      },
    },
  ).catch((error: unknown) => {
    log.warn("a sign-in request could not be read", { ...facts, error });
    return toSignIn("Callback");
  });
  if (failedFor) await recordStranger(facts, { action: "session.sign-in", detail: { code: failedFor } });
  if (signOutFailure) {
    // The cookie stays: the session is still live, so the person must not seem to be signed out.
    log.error("sign-out not written", { ...facts, error: signOutFailure });
    return NextResponse.json({}, { status: 503 });
  }
  response.headers.set("cache-control", "no-store, private");
  // What Back could still show. Storages hold the theme and the chosen format, which are nobody's secret.
  if (action === "signout" && request.method === "POST") response.headers.set("clear-site-data", '"cache"');
  const providerUrl = signedOutOf === "oidc" ? await providerSignOutUrl() : null;
  // Our page goes to the address in the response.
  return providerUrl ? Response.json({ url: providerUrl }, response) : response;
}
