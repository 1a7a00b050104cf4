import "server-only";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { decode } from "next-auth/jwt";
import { cache } from "react";
import type { AuditActor } from "@/lib/server/audit/append-event";
import type { Actor } from "@/lib/server/identity/access";
import { sessionCookieName } from "@/lib/server/identity/cookies";
import { roleOf } from "@/lib/server/identity/member";
import { findSession } from "@/lib/server/identity/session";
import type { RequestFacts } from "@/lib/server/identity/sign-in";
import { env } from "@/lib/server/platform/env";

/** Headers of our own server in front: it sets them itself with every request, whatever the browser sent. */
export function requestFacts(from: Headers): RequestFacts {
  return { address: from.get("x-latchkey-address"), requestId: from.get("x-request-id") };
}

/** Somebody with a live session; `actor` is null until an owner gives them a role. */
type Visitor = { facts: AuditActor & { memberId: string }; actor: Actor | null };

async function visitorOf(cookie: string | undefined, request: RequestFacts): Promise<Visitor | null> {
  if (!cookie) return null;
  const token = await decode({ token: cookie, secret: env().appSecret }).catch(() => null);
  const sid = token?.["sid"];
  const member = typeof sid === "string" ? await findSession(sid) : null;
  if (!member) return null;
  const role = roleOf(member);
  const facts = { memberId: member.id, name: member.name, role, ...request };
  return { facts, actor: role ? { ...facts, role } : null };
}

/** Who sends this request, by its session cookie; null without a live session. Looked up once per request. */
export const currentVisitor = cache(async (): Promise<Visitor | null> => {
  const cookie = (await cookies()).get(sessionCookieName())?.value;
  return visitorOf(cookie, requestFacts(await headers()));
});

/** For pages: the actor, or a redirect to sign in (and back), or to the page that says "no access yet". */
export async function requireActor(): Promise<Actor> {
  const visitor = await currentVisitor();
  if (!visitor) redirect(`/sign-in?callbackUrl=${encodeURIComponent((await headers()).get("x-latchkey-path") ?? "/")}`);
  if (!visitor.actor) redirect("/no-access");
  return visitor.actor;
}
