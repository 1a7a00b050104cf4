import "server-only";
import { decode } from "next-auth/jwt";
import type { Principal } from "@/lib/server/access/principal";
import type { EventActor } from "@/lib/server/history/append-event";
import { sessionCookieName } from "@/lib/server/identity/cookies";
import { roleOf } from "@/lib/server/identity/member";
import { findSession } from "@/lib/server/identity/session";
import { env } from "@/lib/server/platform/env";

/** Where a request came from, for its event in the history. */
export type RequestFacts = { address: string | null; requestId: string | null };

/** Reads the headers that our own server sets with every request, in place of any that the browser sent. */
export function requestFacts(from: Headers): RequestFacts {
  return { address: from.get("x-latchkey-address"), requestId: from.get("x-request-id") };
}

/** A person with a live session. `principal` is null until an owner gives them a role. */
export type Visitor = { facts: EventActor & { memberId: string }; principal: Principal | null };

function readCookie(headers: Headers, name: string): string | null {
  for (const pair of (headers.get("cookie") ?? "").split(";")) {
    const [key, ...value] = pair.trim().split("=");
    // Our cookie is base64url, of which nothing has to be decoded.
    if (key === name) return value.join("=");
  }
  return null;
}

/** Finds who sends a request with these headers. Null without a live session. */
export async function findVisitor(headers: Headers): Promise<Visitor | null> {
  const cookie = readCookie(headers, sessionCookieName());
  if (!cookie) return null;
  const token = await decode({ token: cookie, secret: env().appSecret }).catch(() => null);
  const sid = token?.["sid"];
  const member = typeof sid === "string" ? await findSession(sid) : null;
  if (!member) return null;
  const role = roleOf(member);
  const facts = { memberId: member.id, name: member.name, role, ...requestFacts(headers) };
  return { facts, principal: role ? { ...facts, role } : null };
}
