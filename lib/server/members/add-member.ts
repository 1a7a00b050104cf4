import "server-only";
import { randomUUID } from "node:crypto";
import type { AddMemberInput } from "@/lib/contract/members";
import { replaceGrants } from "@/lib/server/access/grants";
import type { Principal } from "@/lib/server/access/principal";
import { appendEvent } from "@/lib/server/history/append-event";
import { normalizeAddress } from "@/lib/server/identity/email-address";
import { listedAs } from "@/lib/server/identity/member";
import { changeAccess } from "@/lib/server/members/change-access";
import { eventSubject } from "@/lib/server/members/change-member";
import { entriesOf, givenBy } from "@/lib/server/members/cluster-grants";
import type { Tx } from "@/lib/server/platform/database/db";
import { AppError } from "@/lib/server/platform/errors";

const REMOVED = "They were removed, and are listed again when they sign in. Then use Give access in their row.";

/** An address gives access once, and nobody who has signed in needs an invitation. @throws AppError address_taken */
async function requireNewAddress(tx: Tx, address: string): Promise<void> {
  const granted = await tx.member.findUnique({ where: { grantedEmail: address } });
  const known =
    granted ??
    (await tx.member.findFirst({
      where: { email: address, emailVerified: true, subject: { not: null } },
      orderBy: { removedAt: { sort: "asc", nulls: "first" } },
    }));
  if (!known) return;
  if (known.subject === null) throw new AppError("address_taken");
  const message = known.removedAt
    ? `Somebody has signed in with this address before. ${REMOVED}`
    : "They have signed in already: use Give access or Change access in their row.";
  throw new AppError("address_taken", { message });
}

/**
 * Invites the person who signs in with this verified address first.
 * @returns the ID of the new member
 * @throws AppError forbidden, invalid_input, address_taken
 */
export async function addMember(principal: Principal, { email, grants }: AddMemberInput): Promise<{ id: string }> {
  const address = normalizeAddress(email);
  const invited = { id: randomUUID(), ...listedAs("", address) };
  await changeAccess(principal, async (tx, actor) => {
    await requireNewAddress(tx, address);
    const entries = await entriesOf(tx, grants);
    await tx.member.create({
      data: { ...invited, emailVerified: false, grantedEmail: address, createdAt: new Date() },
    });
    await replaceGrants(tx, invited.id, "owners", entries);
    const detail = { member: eventSubject(invited), from: [], to: await givenBy(tx, entries) };
    await appendEvent(tx, actor, { action: "member.add", outcome: "succeeded", detail });
  });
  return { id: invited.id };
}
