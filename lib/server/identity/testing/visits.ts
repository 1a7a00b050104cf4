import { encode } from "next-auth/jwt";
import type { Role } from "@/lib/contract/roles";
import { openSession } from "@/lib/server/identity/session";
import { db, transaction } from "@/lib/server/platform/database/db";
import { env } from "@/lib/server/platform/env";

/** A signed-in browser for tests. */
export type Visit = { memberId: string; sessionId: string; secret?: string };

/** Creates a member with this role and a live session. */
export async function openVisit(role: Role | null): Promise<Visit> {
  const memberId = crypto.randomUUID();
  const now = new Date();
  const facts = { issuer: "https://id.test", subject: memberId, name: `Test ${role ?? "stranger"}` };
  await db().member.create({
    data: { id: memberId, ...facts, emailVerified: false, role, createdAt: now, lastSignInAt: now },
  });
  return { memberId, sessionId: await transaction((tx) => openSession(tx, memberId)) };
}

/** The value of the visit's session cookie. */
export function cookieOf({ sessionId, secret }: Visit): Promise<string> {
  return encode({ token: { sid: sessionId }, secret: secret ?? env().appSecret });
}
