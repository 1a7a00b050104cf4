import "server-only";
import { randomUUID } from "node:crypto";
import { type Role, roleSchema } from "@/lib/contract/roles";
import type { Tx } from "@/lib/server/platform/database/db";
import { env } from "@/lib/server/platform/env";
import { comparableAddress } from "@/lib/server/platform/text";

/** A person's identity is the issuer and the subject, never the e-mail address. */
export type Identity = {
  issuer: string;
  subject: string;
  name: string;
  email: string | null;
  emailVerified: boolean;
  /** The role of a demo identity. Others start without a role. */
  role: Role | null;
};

/** A verified e-mail address in LATCHKEY_OWNERS grants the role owner, at the first sign-in only. */
function firstRole({ email, emailVerified, role }: Identity): Role | null {
  const named = email !== null && emailVerified && env().owners.includes(comparableAddress(email));
  return named ? "owner" : role;
}

/** Creates the member at the first sign-in. Later ones update the name and e-mail address, never the role. */
export async function recordSignIn(tx: Tx, identity: Identity) {
  const { issuer, subject, name, email, emailVerified } = identity;
  const facts = { name, email, emailVerified, lastSignInAt: new Date() };
  return tx.member.upsert({
    where: { issuer_subject: { issuer, subject } },
    create: { id: randomUUID(), issuer, subject, ...facts, role: firstRole(identity), createdAt: new Date() },
    update: facts,
  });
}

/** The member's role. Null when they have none yet, or one that this version does not know. */
export function roleOf(member: { role: string | null }): Role | null {
  return roleSchema.safeParse(member.role).data ?? null;
}
