import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import type { NextRequest } from "next/server";
import NextAuth, { type AuthOptions } from "next-auth";
import { z } from "zod";
import { recordRefusal } from "@/lib/server/access/refusals";
import { appendEvent } from "@/lib/server/history/append-event";
import { authCookies } from "@/lib/server/identity/cookies";
import { type Identity, recordSignIn } from "@/lib/server/identity/member";
import { demoIdentity, demoProvider, identityOf, oidcProvider } from "@/lib/server/identity/providers";
import type { RequestFacts } from "@/lib/server/identity/request-facts";
import { openSession, revokeSession, sessionActor } from "@/lib/server/identity/session";
import { db, transaction } from "@/lib/server/platform/database/db";
import { env } from "@/lib/server/platform/env";

/** The full URL of a return address within the app. Null for an invalid one, and for any other site. */
export function ownAddress(returnTo: string, baseUrl: string): string | null {
  if (!URL.canParse(returnTo, baseUrl)) return null;
  const [url, own] = [new URL(returnTo, baseUrl), new URL(baseUrl)];
  // The protocol too: a "blob:" URL has the origin that it contains.
  return url.origin === own.origin && url.protocol === own.protocol ? url.href : null;
}

/** The identity from either provider. */
function identityIn(provider: string | undefined, userId: string, profile: unknown): Identity {
  return provider === "demo" ? demoIdentity(userId) : identityOf(profile);
}

/** Whether this person is not disabled. A refusal is recorded. */
async function mayEnter({ issuer, subject }: Identity, request: RequestFacts): Promise<boolean> {
  const member = await db().member.findUnique({ where: { issuer_subject: { issuer, subject } } });
  if (!member?.disabledAt) return true;
  // Back on the list, as disabled: an owner who took them off it can then enable them.
  if (member.removedAt) await db().member.updateMany({ where: { id: member.id }, data: { removedAt: null } });
  const actor = { memberId: member.id, name: member.name, role: null, ...request };
  await recordRefusal(actor, { action: "session.sign-in" });
  return false;
}

async function endSession(sid: string, request: RequestFacts): Promise<void> {
  await transaction(async (tx) => {
    const session = await revokeSession(tx, sid);
    if (!session) return;
    await appendEvent(tx, sessionActor(session, request), { action: "session.sign-out", outcome: "succeeded" });
  });
}

export type AuthContext = { params: Promise<{ nextauth: string[] }> };

type SignInFailure = "sign_in_unreachable" | "sign_in_not_confirmed" | "internal";

/** Whose failure it is, by what next-auth logs. It wraps errors of the provider, and logs others as they are. */
function reasonOf(code: string, logged: unknown): SignInFailure {
  if (code === "SIGNIN_OAUTH_ERROR") return "sign_in_unreachable";
  return logged instanceof Error ? "internal" : "sign_in_not_confirmed";
}

/** What next-auth does not report in its response. */
type AuthFailures = {
  /** A sign-in failed, for one of these reasons. Called more than once for the same one. */
  signIn: (code: SignInFailure, error: unknown) => void;
  /** A sign-out could not be stored. */
  signOut: (error: unknown) => void;
};

/** next-auth has one logger for all requests: that of the latest. So it asks here which request it logs for. */
const current = new AsyncLocalStorage<AuthFailures>();

/** Has next-auth handle one request of sign-in or sign-out. */
export function runNextAuth(request: NextRequest, context: AuthContext, facts: RequestFacts, onFailure: AuthFailures) {
  return current.run(
    onFailure,
    async (): Promise<Response> => NextAuth(request, context, authOptions(facts, onFailure)),
  );
}

/**
 * next-auth's options for one request. The session cookie has our session ID and nothing from the identity provider.
 * Each request reads the session's row, with its member's access.
 */
function authOptions({ address, requestId }: RequestFacts, onFailure: AuthFailures): AuthOptions {
  const { demo, oidc, appSecret, appUrl, sessionMs } = env();
  return {
    secret: appSecret,
    session: { strategy: "jwt", maxAge: sessionMs / 1000 },
    // The cookie is the session's ID itself: 32 random bytes, of which the database has a hash. There is no more to sign
    // or to encrypt, and a request has nothing to decrypt.
    jwt: {
      encode: ({ token }) => z.string().parse(token?.["sid"]),
      decode: ({ token }) => (token ? { sid: token } : null),
    },
    cookies: authCookies(),
    providers: demo ? [demoProvider()] : oidc ? [oidcProvider(oidc)] : [],
    pages: { signIn: "/sign-in", error: "/sign-in" },
    callbacks: {
      signIn: async ({ user, account, profile }) => {
        try {
          return await mayEnter(identityIn(account?.provider, user.id, profile), { address, requestId });
        } catch (error) {
          // next-auth would put the message into an address.
          onFailure.signIn("internal", error);
          return `${appUrl}/sign-in?error=Callback`;
        }
      },
      redirect: ({ url }) => ownAddress(url, appUrl) ?? appUrl,
      jwt: async ({ token, account, user, profile }) => {
        if (!account) return token;
        const identity = identityIn(account.provider, user.id, profile);
        const sid = await transaction(async (tx) => {
          const member = await recordSignIn(tx, identity);
          const facts = { provider: account.provider, address, userAgent: null, authenticatedAt: new Date() };
          const { sessionId, session } = await openSession(tx, member, facts);
          const actor = sessionActor(session, { address, requestId });
          await appendEvent(tx, actor, {
            action: "session.sign-in",
            outcome: "succeeded",
            detail: { provider: account.provider, access: actor.role ?? "none" },
          });
          return sessionId;
        });
        return { sid };
      },
    },
    events: {
      signOut: async ({ token }) => {
        const sid = token?.["sid"];
        if (typeof sid === "string") await endSession(sid, { address, requestId }).catch(onFailure.signOut);
      },
    },
    logger: {
      error: (code, logged) =>
        current.getStore()?.signIn(reasonOf(code, logged), "error" in logged ? logged.error : logged),
      warn: () => undefined,
      debug: () => undefined,
    },
  };
}
