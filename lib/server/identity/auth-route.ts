import "server-only";
import { type NextRequest, NextResponse } from "next/server";
import NextAuth from "next-auth";
import { requestFacts } from "@/lib/server/identity/actor";
import { callbackUrlCookieName } from "@/lib/server/identity/cookies";
import { limit } from "@/lib/server/identity/rate-limit";
import { authOptions, ownAddress } from "@/lib/server/identity/sign-in";
import { env } from "@/lib/server/platform/env";
import { AppError } from "@/lib/server/platform/errors";

type Context = { params: Promise<{ nextauth: string[] }> };

/**
 * Every request of signing in and out, handed to next-auth. Before that: the sign-in rate limit, and the return address
 * brought back to this site, for next-auth answers 500 to one that it can't read.
 */
export async function handleAuth(request: NextRequest, context: Context): Promise<Response> {
  const { appUrl } = env();
  const facts = requestFacts(request.headers);
  const [action] = (await context.params).nextauth;
  if (action === "signin" || action === "callback") {
    const refusal = await limit("sign-in", facts.address ?? "unknown").catch((error: unknown) => error);
    if (refusal instanceof AppError) return NextResponse.redirect(`${appUrl}/sign-in?error=RateLimited`, 303);
  }

  const cookie = request.cookies.get(callbackUrlCookieName())?.value;
  if (cookie && !ownAddress(cookie, appUrl)) {
    const answer = NextResponse.redirect(`${appUrl}/sign-in`, 303);
    answer.cookies.delete(callbackUrlCookieName());
    return answer;
  }
  const wish = request.nextUrl.searchParams.get("callbackUrl");
  if (wish !== null) request.nextUrl.searchParams.set("callbackUrl", ownAddress(wish, appUrl) ?? appUrl);
  const response: Response = await NextAuth(request, context, authOptions(facts));
  response.headers.set("cache-control", "no-store, private");
  return response;
}
