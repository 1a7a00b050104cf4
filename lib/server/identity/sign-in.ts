import "server-only";
import type { AuthOptions } from "next-auth";
import { appendEvent } from "@/lib/server/history/append-event";
import { authenticatedAt } from "@/lib/server/identity/authenticated-at";
import { authCookies } from "@/lib/server/identity/cookies";
import { type Identity, recordSignIn } from "@/lib/server/identity/member";
import { demoIdentity, demoProvider, identityOf, oidcProvider } from "@/lib/server/identity/providers";
import type { RequestFacts } from "@/lib/server/identity/request-facts";
import { findSession, openSession, revokeSession, type SessionRow, sessionActor } from "@/lib/server/identity/session";
import { db, type Tx, transaction } from "@/lib/server/platform/database/db";
import { env } from "@/lib/server/platform/env";
import { log } from "@/lib/server/platform/log";

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

/** The browser that sends a request of sign-in. */
export type SignInBrowser = {
  userAgent: string | null;
  /** The ID in its session cookie, from a former sign-in. */
  formerSid: string | null;
};

/**
 * When this person last proved who they are. A provider that does not say so is believed for a new sign-in only: a
 * person who signs in again while signed in has proved nothing more than before.
 */
function provedAt(idToken: string | undefined, former: SessionRow | null, memberId: string): Date {
  const now = new Date();
  // The demo asks each time.
  if (idToken === undefined) return now;
  return authenticatedAt(idToken, now) ?? (former?.memberId === memberId ? former.authenticatedAt : now);
}

/** Records that a sign-in ended the browser's former session, of the same person or of another. */
async function recordReplaced(tx: Tx, former: SessionRow | null, by: SessionRow, request: RequestFacts): Promise<void> {
  if (!former) return;
  await appendEvent(tx, sessionActor(by, request), {
    action: "session.end",
    outcome: "succeeded",
    detail: { person: former.name, cause: "new-sign-in", sessions: 1, from: "signed-in", to: "ended" },
  });
}

async function endSession(sid: string, request: RequestFacts): Promise<void> {
  await transaction(async (tx) => {
    const session = await revokeSession(tx, sid);
    if (!session) return;
    await appendEvent(tx, sessionActor(session, request), { action: "session.sign-out", outcome: "succeeded" });
  });
}

/**
 * next-auth's options for one request. The cookie's token contains our session ID and nothing from the identity
 * provider. Each request reads the member and the role from the database. next-auth ignores the error of a sign-out
 * that could not be stored, so `onSignOutFailure` receives it.
 */
export function authOptions(
  { address, requestId }: RequestFacts,
  { userAgent, formerSid }: SignInBrowser,
  onSignOutFailure: (error: unknown) => void,
): AuthOptions {
  const { demo, oidc, appSecret, appUrl, sessionMs } = env();
  return {
    secret: appSecret,
    session: { strategy: "jwt", maxAge: sessionMs / 1000 },
    cookies: authCookies(),
    providers: demo ? [demoProvider()] : oidc ? [oidcProvider(oidc)] : [],
    pages: { signIn: "/sign-in", error: "/sign-in" },
    callbacks: {
      signIn: async ({ user, account, profile }) => {
        const { issuer, subject } = identityIn(account?.provider, user.id, profile);
        const member = await db().member.findUnique({ where: { issuer_subject: { issuer, subject } } });
        if (!member?.disabledAt) return true;
        const actor = { memberId: member.id, name: member.name, role: null, address, requestId };
        await transaction((tx) => appendEvent(tx, actor, { action: "session.sign-in", outcome: "refused" }));
        return false;
      },
      redirect: ({ url }) => ownAddress(url, appUrl) ?? appUrl,
      jwt: async ({ token, account, user, profile }) => {
        if (!account) return token;
        const identity = identityIn(account.provider, user.id, profile);
        const live = formerSid === null ? null : await findSession(formerSid, { keepsAlive: false });
        const sid = await transaction(async (tx) => {
          const member = await recordSignIn(tx, identity);
          // Revoked in any case, recorded only if it was still live.
          const former = formerSid === null ? null : (await revokeSession(tx, formerSid)) && live;
          const proof = provedAt(account.id_token, former, member.id);
          const facts = { provider: account.provider, address, userAgent, authenticatedAt: proof };
          const { sessionId, session } = await openSession(tx, member, facts);
          await recordReplaced(tx, former, session, { address, requestId });
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
        if (typeof sid === "string") await endSession(sid, { address, requestId }).catch(onSignOutFailure);
      },
    },
    logger: {
      error: (code, metadata) =>
        log.error(`sign-in: ${code}`, { error: "error" in metadata ? metadata.error : metadata }),
      warn: () => undefined,
      debug: () => undefined,
    },
  };
}
