import "server-only";
import type { ChangeMemberInput } from "@/lib/contract/members";
import { replaceGrants, requireOwner } from "@/lib/server/access/grants";
import type { Principal } from "@/lib/server/access/principal";
import { appendEvent, type EventEntry } from "@/lib/server/history/append-event";
import { revokeAll } from "@/lib/server/identity/session";
import { changeAccess } from "@/lib/server/members/change-access";
import { entriesOf, givenBy } from "@/lib/server/members/cluster-grants";
import type { MemberRow } from "@/lib/server/members/member-page";
import type { Tx } from "@/lib/server/platform/database/db";
import { AppError } from "@/lib/server/platform/errors";

/** What a change did, for its event. Null when there was nothing to change. */
type Change = { action: EventEntry["action"]; from: unknown; to: unknown } | null;

/** About whom an event is. Two people can have the same name, or one address at two providers. */
export function eventSubject({ id, name, email }: { id: string; name: string; email: string | null }) {
  return { id, name, address: email };
}

/** Whether this is one of the owners of whom one must be left. */
function countsAsOwner({ subject, disabledAt, grants }: MemberRow): boolean {
  return subject !== null && !disabledAt && grants.some(({ role, group }) => role === "owner" && group === "");
}

/**
 * Changes one member, and records from what to what: `from` is what the change replaced, whatever the owner's screen
 * showed. The last change counts.
 * @throws AppError forbidden, member_not_found, last_owner
 */
async function change(
  principal: Principal,
  memberId: string,
  work: (tx: Tx, member: MemberRow) => Promise<Change>,
): Promise<void> {
  await changeAccess(principal, async (tx, actor) => {
    const where = { id: memberId, removedAt: null };
    const member = await tx.member.findFirst({ where, include: { grants: true } });
    if (!member) throw new AppError("member_not_found");
    const done = await work(tx, member);
    if (!done) return;
    if (countsAsOwner(member)) await requireOwner(tx);
    const { action, from, to } = done;
    await appendEvent(tx, actor, { action, outcome: "succeeded", detail: { member: eventSubject(member), from, to } });
  });
}

/**
 * Replaces what owners gave a member, or disables or enables them. Both take effect with the member's next request.
 * Disabling ends all sessions, for good.
 * @throws AppError forbidden, member_not_found, invalid_input, last_owner, operation_changed
 */
export function changeMember(
  principal: Principal,
  memberId: string,
  { grants, disabled }: ChangeMemberInput,
): Promise<void> {
  return change(principal, memberId, async (tx, member) => {
    if (disabled !== undefined) return setDisabled(tx, member, disabled);
    const entries = await entriesOf(tx, grants ?? []);
    const from = await givenBy(tx, member.grants, { gone: true });
    await replaceGrants(tx, member.id, "owners", entries);
    const to = await givenBy(tx, entries);
    return JSON.stringify(from) === JSON.stringify(to) ? null : { action: "member.change", from, to };
  });
}

async function setDisabled(tx: Tx, { id, subject, disabledAt }: MemberRow, disabled: boolean): Promise<Change> {
  if ((disabledAt !== null) === disabled) return null;
  if (subject === null) {
    const message = "This person has not signed in yet. Take the invitation back instead.";
    throw new AppError("operation_changed", { message });
  }
  await tx.member.update({ where: { id }, data: { disabledAt: disabled ? new Date() : null } });
  if (disabled) await revokeAll(tx, id);
  return disabled
    ? { action: "member.disable", from: "enabled", to: "disabled" }
    : { action: "member.enable", from: "disabled", to: "enabled" };
}

/**
 * Takes a member off the list, with all access and all sessions. If they sign in again, they are listed again, without
 * access (or disabled, if they were). An invitation is deleted: its address can be invited again.
 * @throws AppError forbidden, member_not_found, last_owner
 */
export function removeMember(principal: Principal, memberId: string): Promise<void> {
  return change(principal, memberId, async (tx, member) => {
    const { id, subject, grants } = member;
    const from = await givenBy(tx, grants, { gone: true });
    if (subject === null) await tx.member.delete({ where: { id } });
    else {
      await tx.member.update({ where: { id }, data: { removedAt: new Date() } });
      for (const by of ["owners", "groups"] as const) await replaceGrants(tx, id, by, []);
      await revokeAll(tx, id);
    }
    return { action: "member.remove", from: subject === null ? ["invited", ...from] : from, to: [] };
  });
}
