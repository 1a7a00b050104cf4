import type { Role } from "@/lib/contract/roles";
import { ALL_CLUSTERS, replaceGrants } from "@/lib/server/access/grants";
import { listedAs } from "@/lib/server/identity/member";
import { openSession, type SignInFacts } from "@/lib/server/identity/session";
import { db, transaction } from "@/lib/server/platform/database/db";

/** A signed-in browser for tests. */
export type Visit = { memberId: string; sessionId: string };

/** How the browsers of tests signed in, just now. */
export const signInFacts = (): SignInFacts => ({
  provider: "oidc",
  address: "127.0.0.1",
  userAgent: null,
  authenticatedAt: new Date(),
});

/** Creates a member with a role on `target`, all clusters unless it names one, and a live session. */
export async function openVisit(
  role: Role | null,
  target: string = ALL_CLUSTERS,
  memberId: string = crypto.randomUUID(),
): Promise<Visit> {
  const now = new Date();
  const facts = { issuer: "https://id.test", subject: memberId, ...listedAs(`Test ${role ?? "stranger"}`, null) };
  const member = await db().member.create({
    data: { id: memberId, ...facts, emailVerified: false, createdAt: now, lastSignInAt: now },
  });
  const { sessionId } = await transaction(async (tx) => {
    if (role) await replaceGrants(tx, memberId, "owners", [{ target, role, group: "" }]);
    return openSession(tx, member, signInFacts());
  });
  return { memberId, sessionId };
}

/** The visit's session cookie, as a browser sends it. */
export const cookieOf = ({ sessionId }: Visit) => `latchkey.session=${sessionId}`;
