import "server-only";
import { readAccess, storedRole } from "@/lib/server/access/grants";
import type { Principal } from "@/lib/server/access/principal";
import type { EventActor } from "@/lib/server/history/append-event";
import { readSessionId } from "@/lib/server/identity/cookies";
import { requestFacts } from "@/lib/server/identity/request-facts";
import { findSession, type SessionRow } from "@/lib/server/identity/session";

/** A person with a live session. `principal` is null until an owner gives them a role. */
export type Visitor = { facts: EventActor & { memberId: string }; session: SessionRow; principal: Principal | null };

/**
 * Finds who sends a request with these headers. Null without a live session.
 * @param how `keepsAlive`: whether the request puts off the session's idle end
 */
export async function findVisitor(headers: Headers, how: { keepsAlive?: boolean } = {}): Promise<Visitor | null> {
  const sid = readSessionId(headers);
  const session = sid === null ? null : await findSession(sid, how);
  if (!session) return null;
  const access = readAccess(session.access);
  // A role for clusters with certain names is one before such a cluster is known: the list that shows it is read for it.
  const role = storedRole(session.access);
  const facts = { memberId: session.memberId, name: session.name, role, ...requestFacts(headers) };
  return { facts, session, principal: role ? { ...facts, role, access } : null };
}
