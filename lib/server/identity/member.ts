import "server-only";
import { randomUUID } from "node:crypto";
import type { Role } from "@/lib/contract/roles";
import { ALL_CLUSTERS, lockAccess, moveGrants, replaceGrants } from "@/lib/server/access/grants";
import { normalizeAddress } from "@/lib/server/identity/email-address";
import type { ReportedGroups } from "@/lib/server/identity/groups";
import type { Tx } from "@/lib/server/platform/database/db";
import { env } from "@/lib/server/platform/env";
import { searchable, sortableName } from "@/lib/server/platform/text";

/** A person's identity is the issuer and the subject, never the e-mail address. */
export type Identity = {
  issuer: string;
  subject: string;
  name: string;
  email: string | null;
  emailVerified: boolean;
  /** The role of a demo identity. Others start without a role. */
  role: Role | null;
  /** Absent for identities that no provider with groups confirmed. */
  groups?: ReportedGroups;
};

export type MemberRow = NonNullable<Awaited<ReturnType<Tx["member"]["findUnique"]>>>;

/** A member's name and normalized address, with the columns that the list of members sorts and searches by. */
export function listedAs(name: string, email: string | null) {
  return { name, email, sortName: sortableName(name || (email ?? "")), searchText: searchable(name, email) };
}

/**
 * The member that a verified address gives access to at the first sign-in: an invited one, or a new owner for an address
 * in LATCHKEY_OWNERS. Each address does so once, for good, so that a disabled or removed owner can't come back with a
 * new subject.
 */
async function claim(
  tx: Tx,
  { email, emailVerified }: Identity,
): Promise<{ invited: MemberRow | null; owner: boolean }> {
  const address = email !== null && emailVerified ? normalizeAddress(email) : "";
  if (address === "") return { invited: null, owner: false };
  const known = await tx.member.findUnique({ where: { grantedEmail: address } });
  if (known) return { invited: known.subject === null && !known.disabledAt ? known : null, owner: false };
  return { invited: null, owner: env().owners.some((owner) => normalizeAddress(owner) === address) };
}

/**
 * Gives a known member what their address was invited to: they signed in before it was verified. Not those who have
 * access that owners gave, nor those whose former address gave some: each address gives access once.
 * @returns the columns of the member that change with it
 */
async function takeUpLate(tx: Tx, known: MemberRow, identity: Identity): Promise<Pick<MemberRow, "grantedEmail">> {
  const { id, grantedEmail, disabledAt } = known;
  if (grantedEmail !== null || disabledAt) return { grantedEmail };
  const { invited } = await claim(tx, identity);
  if (!invited || (await tx.grant.count({ where: { memberId: id, group: "" } })) > 0) return { grantedEmail };
  await moveGrants(tx, invited.id, id);
  await tx.member.delete({ where: { id: invited.id } });
  return { grantedEmail: invited.grantedEmail };
}

/**
 * Creates the member at the first sign-in, or takes up their invitation. Later sign-ins update the name and e-mail
 * address, and take up an invitation that came later. They never change grants that owners gave.
 */
export async function recordSignIn(tx: Tx, identity: Identity): Promise<MemberRow> {
  const { issuer, subject, name, email, emailVerified, role } = identity;
  const now = new Date();
  const listed = listedAs(name, email && normalizeAddress(email));
  const facts = { ...listed, emailVerified, lastSignInAt: now, lastSeenAt: now, removedAt: null };
  // The first write: changes of this person's access wait for the sign-in, or the sign-in for them.
  await lockAccess(tx);
  const where = { issuer_subject: { issuer, subject } };
  const known = await tx.member.findUnique({ where });
  if (known) {
    await tx.session.updateMany({ where: { memberId: known.id, name: { not: name } }, data: { name } });
    const taken = await takeUpLate(tx, known, identity);
    return tx.member.update({ where, data: { ...facts, ...taken } });
  }
  const { invited, owner } = await claim(tx, identity);
  if (invited) return tx.member.update({ where: { id: invited.id }, data: { ...facts, issuer, subject } });
  const grantedEmail = owner && email !== null ? normalizeAddress(email) : null;
  const member = await tx.member.create({
    data: { id: randomUUID(), issuer, subject, ...facts, grantedEmail, createdAt: now },
  });
  const first = owner ? "owner" : role;
  if (first) await replaceGrants(tx, member.id, "owners", [{ target: ALL_CLUSTERS, role: first, group: "" }]);
  return member;
}
