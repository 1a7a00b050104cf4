import "server-only";
import { type NextRequest, NextResponse } from "next/server";
import NextAuth from "next-auth";
import { limit } from "@/lib/server/access/rate-limit";
import { callbackUrlCookieName, readSessionId } from "@/lib/server/identity/cookies";
import { requestFacts } from "@/lib/server/identity/request-facts";
import { authOptions, ownAddress } from "@/lib/server/identity/sign-in";
import { env } from "@/lib/server/platform/env";
import { AppError } from "@/lib/server/platform/errors";
import { log } from "@/lib/server/platform/log";
import { cleanText } from "@/lib/server/platform/text";

type Context = { params: Promise<{ nextauth: string[] }> };

/** How much of a browser's own description is stored with its session. */
const LONGEST_USER_AGENT = 300;

/** The parts of next-auth that sign-in and sign-out need. The other routes would be open and unused. */
const ACTIONS = new Set(["csrf", "signin", "callback", "error", "signout"]);

/**
 * Passes requests of sign-in and sign-out to next-auth, after the sign-in rate limit and a check of the return address,
 * because next-auth responds with 500 to an invalid one.
 */
export async function handleAuth(request: NextRequest, context: Context): Promise<Response> {
  const { appUrl } = env();
  const facts = requestFacts(request.headers);
  const toSignIn = (error: string) => NextResponse.redirect(`${appUrl}/sign-in?error=${error}`, 303);
  const [action = ""] = (await context.params).nextauth;
  if (!ACTIONS.has(action)) return new NextResponse(null, { status: 404 });
  if (action === "signin" || action === "callback") {
    const refusal = await limit("sign-in", facts.address ?? "unknown").catch((error: unknown) => error);
    if (refusal instanceof AppError) return toSignIn("RateLimited");
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

  let failure: unknown = null;
  const browser = {
    userAgent: cleanText(request.headers.get("user-agent") ?? "", LONGEST_USER_AGENT) || null,
    formerSid: await readSessionId(request.headers),
  };
  const options = authOptions(facts, browser, (error) => {
    failure = error;
  });
  const response: Response = await NextAuth(request, context, options).catch((error: unknown) => {
    log.warn("a sign-in request could not be read", { error });
    return toSignIn("Callback");
  });
  if (failure) {
    // The cookie stays: the session is still live, so the person must not seem to be signed out.
    log.error("sign-out not written", { error: failure });
    return NextResponse.json({}, { status: 503 });
  }
  response.headers.set("cache-control", "no-store, private");
  // What Back could still show. Storages hold the theme and the chosen format, which are nobody's secret.
  if (action === "signout" && request.method === "POST") response.headers.set("clear-site-data", '"cache"');
  return response;
}
