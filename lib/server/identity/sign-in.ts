import "server-only";
import type { AuthOptions } from "next-auth";
import { appendEvent } from "@/lib/server/audit/append-event";
import { authCookies } from "@/lib/server/identity/cookies";
import { recordSignIn, roleOf } from "@/lib/server/identity/member";
import { demoIdentity, demoProvider, identityOf, oidcProvider } from "@/lib/server/identity/providers";
import { openSession, revokeSession } from "@/lib/server/identity/session";
import { transaction } from "@/lib/server/platform/db";
import { env } from "@/lib/server/platform/env";
import { log } from "@/lib/server/platform/log";

/** Where a sign-in request came from, for its audit event. */
export type RequestFacts = { address: string | null; requestId: string | null };

/** The whole address of a wish that leads to this site; null for any other, and for one that can't be read. */
export function ownAddress(wish: string, baseUrl: string): string | null {
  if (!URL.canParse(wish, baseUrl)) return null;
  const [url, own] = [new URL(wish, baseUrl), new URL(baseUrl)];
  // The protocol too: a "blob:" address has the origin that stands inside of it.
  return url.origin === own.origin && url.protocol === own.protocol ? url.href : null;
}

/**
 * next-auth's options for one request. The cookie's token holds our session id and nothing of the identity provider;
 * who the member is, and what they may do, is read from the database with every request.
 */
export function authOptions({ address, requestId }: RequestFacts): AuthOptions {
  const { demo, oidc, appSecret, appUrl, sessionMs } = env();
  return {
    secret: appSecret,
    session: { strategy: "jwt", maxAge: sessionMs / 1000 },
    cookies: authCookies(),
    providers: demo ? [demoProvider()] : oidc ? [oidcProvider(oidc)] : [],
    pages: { signIn: "/sign-in", error: "/sign-in" },
    callbacks: {
      redirect: ({ url }) => ownAddress(url, appUrl) ?? appUrl,
      jwt: async ({ token, account, user, profile }) => {
        if (!account) return token;
        const identity = account.provider === "demo" ? demoIdentity(user.id) : identityOf(profile);
        const sid = await transaction(async (tx) => {
          const member = await recordSignIn(tx, identity);
          const role = roleOf(member);
          const actor = { memberId: member.id, name: member.name, role, address, requestId };
          await appendEvent(tx, actor, {
            action: "session.sign-in",
            outcome: member.disabledAt ? "refused" : "succeeded",
            detail: { provider: account.provider, access: role ?? "none" },
          });
          return openSession(tx, member.id);
        });
        return { sid };
      },
    },
    events: {
      signOut: async ({ token }) => {
        const sid = token?.["sid"];
        if (typeof sid !== "string") return;
        await transaction(async (tx) => {
          const member = await revokeSession(tx, sid);
          if (!member) return;
          const actor = { memberId: member.id, name: member.name, role: roleOf(member), address, requestId };
          await appendEvent(tx, actor, { action: "session.sign-out", outcome: "succeeded" });
        });
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
