import "server-only";
import { readAccess, storedRole } from "@/lib/server/access/grants";
import type { Principal } from "@/lib/server/access/principal";
import type { EventActor } from "@/lib/server/history/append-event";
import { sessionCookieName } from "@/lib/server/identity/cookies";
import { requestFacts } from "@/lib/server/identity/request-facts";
import { findSession } from "@/lib/server/identity/session";

/** A person with a live session. `principal` is null until an owner gives them a role. */
export type Visitor = { facts: EventActor & { memberId: string }; principal: Principal | null };

function readCookie(headers: Headers, name: string): string | null {
  for (const pair of (headers.get("cookie") ?? "").split(";")) {
    const [key, ...value] = pair.trim().split("=");
    // A session's ID is base64url, of which nothing has to be decoded.
    if (key === name) return value.join("=");
  }
  return null;
}

/** Finds who sends a request with these headers. Null without a live session. */
export async function findVisitor(headers: Headers): Promise<Visitor | null> {
  const sessionId = readCookie(headers, sessionCookieName());
  const session = sessionId && (await findSession(sessionId));
  if (!session) return null;
  const access = await readAccess(session.access);
  // A role for clusters with certain names is one before such a cluster is known: the list that shows it is read for it.
  const role = storedRole(session.access);
  const facts = { memberId: session.memberId, name: session.name, role, ...requestFacts(headers) };
  return { facts, principal: role ? { ...facts, role, access } : null };
}
