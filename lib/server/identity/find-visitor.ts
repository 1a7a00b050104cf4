import "server-only";
import { decode } from "next-auth/jwt";
import { readAccess } from "@/lib/server/access/grants";
import { type Principal, strongestRole } from "@/lib/server/access/principal";
import type { EventActor } from "@/lib/server/history/append-event";
import { sessionCookieName } from "@/lib/server/identity/cookies";
import { requestFacts } from "@/lib/server/identity/request-facts";
import { findSession } from "@/lib/server/identity/session";
import { env } from "@/lib/server/platform/env";

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
  const session = typeof sid === "string" ? await findSession(sid) : null;
  if (!session) return null;
  const access = await readAccess(session.access);
  const role = strongestRole(access);
  const facts = { memberId: session.memberId, name: session.name, role, ...requestFacts(headers) };
  return { facts, principal: role ? { ...facts, role, access } : null };
}
