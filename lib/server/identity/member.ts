import "server-only";
import { randomUUID } from "node:crypto";
import { type Role, roleSchema } from "@/lib/contract/roles";
import type { Tx } from "@/lib/server/platform/database/db";
import { env } from "@/lib/server/platform/env";

/** A person's identity: issuer and subject. The e-mail address is a fact about them, never their identity. */
export type Identity = {
  issuer: string;
  subject: string;
  name: string;
  email: string | null;
  emailVerified: boolean;
  /** A role that comes with the identity itself (the demo's two); others start without one. */
  role: Role | null;
};

/** A verified e-mail of LATCHKEY_OWNERS grants the owner's role, at the first sign-in only. */
function firstRole({ email, emailVerified, role }: Identity): Role | null {
  const named = email !== null && emailVerified && env().owners.includes(email.toLowerCase());
  return named ? "owner" : role;
}

/** Records a sign-in: creates the member at the first one, updates name and e-mail at later ones, never the role. */
export async function recordSignIn(tx: Tx, identity: Identity) {
  const { issuer, subject, name, email, emailVerified } = identity;
  const facts = { name, email, emailVerified, lastSignInAt: new Date() };
  return tx.member.upsert({
    where: { issuer_subject: { issuer, subject } },
    create: { id: randomUUID(), issuer, subject, ...facts, role: firstRole(identity), createdAt: new Date() },
    update: facts,
  });
}

/** The member's role, or null: nobody gave them one yet, or the database holds one that this version does not know. */
export function roleOf(member: { role: string | null }): Role | null {
  return roleSchema.safeParse(member.role).data ?? null;
}
