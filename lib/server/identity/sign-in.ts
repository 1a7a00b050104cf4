import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import type { NextRequest } from "next/server";
import NextAuth, { type AuthOptions } from "next-auth";
import { z } from "zod";
import { recordRefusal, recordStranger } from "@/lib/server/access/refusals";
import { appendEvent, LATCHKEY } from "@/lib/server/history/append-event";
import { authenticatedAt } from "@/lib/server/identity/authenticated-at";
import { BREAK_GLASS, breakGlassIdentity, breakGlassProvider, makeEmergency } from "@/lib/server/identity/break-glass";
import { authCookies } from "@/lib/server/identity/cookies";
import { syncGroupGrants } from "@/lib/server/identity/groups";
import { type Identity, recordSignIn } from "@/lib/server/identity/member";
import { demoIdentity, demoProvider, identityOf, isOwnDomain, oidcProvider } from "@/lib/server/identity/providers";
import type { RequestFacts } from "@/lib/server/identity/request-facts";
import { findSession, openSession, revokeSession, type SessionRow, sessionActor } from "@/lib/server/identity/session";
import { writeNotice } from "@/lib/server/outbox/write-notice";
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

/** The identity from any provider. */
function identityIn(provider: string | undefined, userId: string, profile: unknown): Identity {
  if (provider === BREAK_GLASS) return breakGlassIdentity();
  return provider === "demo" ? demoIdentity(userId) : identityOf(profile);
}

/** Where a request of sign-in comes from. */
export type SignInOrigin = {
  facts: RequestFacts;
  browser: {
    userAgent: string | null;
    /** The ID in its session cookie, from a former sign-in. */
    formerSid: string | null;
  };
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

/** @returns how the session had begun, or null if it had ended before */
async function endSession(sid: string, request: RequestFacts): Promise<string | null> {
  return transaction(async (tx) => {
    const session = await revokeSession(tx, sid);
    if (!session) return null;
    await appendEvent(tx, sessionActor(session, request), { action: "session.sign-out", outcome: "succeeded" });
    return session.provider;
  });
}

export type AuthContext = { params: Promise<{ nextauth: string[] }> };

/** For the event of a person who does not belong to the hosted domain. */
const OTHER_DOMAIN = { code: "sign_in_other_domain" };

type SignInFailure = "sign_in_unreachable" | "sign_in_not_confirmed" | "internal";

/** Whose failure it is, by what next-auth logs. It wraps errors of the provider, and logs others as they are. */
function reasonOf(code: string, logged: unknown): SignInFailure {
  if (code === "SIGNIN_OAUTH_ERROR") return "sign_in_unreachable";
  return logged instanceof Error ? "internal" : "sign_in_not_confirmed";
}

/** What next-auth does not report in its response. */
type AuthReports = {
  /** A sign-in failed, for one of these reasons. Called more than once for the same one. */
  signIn: (code: SignInFailure, error: unknown) => void;
  /** A session that had begun with this provider has ended. */
  signedOut: (provider: string) => void;
  /** A sign-out could not be stored. */
  signOut: (error: unknown) => void;
};

/** next-auth has one logger for all requests: that of the latest. So it asks here which request it logs for. */
const current = new AsyncLocalStorage<AuthReports>();

/** Has next-auth handle one request of sign-in or sign-out. */
export function runNextAuth(request: NextRequest, context: AuthContext, from: SignInOrigin, reports: AuthReports) {
  return current.run(reports, async (): Promise<Response> => NextAuth(request, context, authOptions(from, reports)));
}

/**
 * next-auth's options for one request. The session cookie has our session ID and nothing from the identity provider.
 * Each request reads the session's row, with its member's access.
 */
export function authOptions(
  { facts: { address, requestId }, browser }: SignInOrigin,
  reports: AuthReports,
): AuthOptions {
  const { userAgent, formerSid } = browser;
  const { demo, oidc, breakGlass, appSecret, appUrl, sessionMs } = env();
  const emergency = breakGlass ? [breakGlassProvider(breakGlass, { address, requestId })] : [];
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
    providers: demo ? [demoProvider()] : oidc ? [oidcProvider(oidc), ...emergency] : emergency,
    pages: { signIn: "/sign-in", error: "/sign-in" },
    callbacks: {
      signIn: async ({ user, account, profile }) => {
        try {
          if (account?.provider === "oidc" && !isOwnDomain(profile)) {
            await recordStranger({ address, requestId }, { action: "session.sign-in", detail: OTHER_DOMAIN });
            return `${appUrl}/sign-in?error=OtherDomain`;
          }
          return await mayEnter(identityIn(account?.provider, user.id, profile), { address, requestId });
        } catch (error) {
          // next-auth would put the message into an address.
          reports.signIn("internal", error);
          return `${appUrl}/sign-in?error=Callback`;
        }
      },
      redirect: ({ url }) => ownAddress(url, appUrl) ?? appUrl,
      jwt: async ({ token, account, user, profile }) => {
        if (!account) return token;
        const identity = identityIn(account.provider, user.id, profile);
        const { groups } = identity;
        const live = formerSid === null ? null : await findSession(formerSid, { keepsAlive: false });
        const { sessionId, memberId } = await transaction(async (tx) => {
          const member = await recordSignIn(tx, identity);
          // Revoked in any case, recorded only if it was still live.
          const former = formerSid === null ? null : (await revokeSession(tx, formerSid)) && live;
          const change = await syncGroupGrants(tx, member, groups);
          const proof = provedAt(account.id_token, former, member.id);
          const facts = { provider: account.provider, address, userAgent, authenticatedAt: proof };
          const isEmergency = account.provider === BREAK_GLASS;
          const { sessionId, session: opened } = await openSession(tx, member, facts);
          const session = isEmergency ? await makeEmergency(tx, opened) : opened;
          const actor = sessionActor(session, { address, requestId });
          if (isEmergency)
            await writeNotice(tx, {
              ...{ kind: "emergency_sign_in", key: session.id, memberId: member.id },
              detail: address === null ? {} : { address },
            });
          await recordReplaced(tx, former, session, { address, requestId });
          if (change) await appendEvent(tx, { ...LATCHKEY, requestId }, change);
          await appendEvent(tx, actor, {
            action: isEmergency ? "session.emergency" : "session.sign-in",
            outcome: "succeeded",
            detail: { provider: account.provider, access: actor.role ?? "none" },
          });
          return { sessionId, memberId: member.id };
        });
        if (account.provider === BREAK_GLASS) log.warn("emergency sign-in", { memberId, address, requestId });
        if (groups?.isComplete === false)
          log.warn("the identity provider did not send all groups: those that are missing give no role", {
            memberId,
            requestId,
          });
        return { sid: sessionId };
      },
    },
    events: {
      signOut: async ({ token }) => {
        const sid = token?.["sid"];
        if (typeof sid !== "string") return;
        await endSession(sid, { address, requestId }).then(
          (provider) => provider && reports.signedOut(provider),
          reports.signOut,
        );
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
