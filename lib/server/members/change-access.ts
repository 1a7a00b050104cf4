import "server-only";
import { may } from "@/lib/contract/rights";
import { lockAccess, storedRole } from "@/lib/server/access/grants";
import type { Principal } from "@/lib/server/access/principal";
import { refuse, requireRight } from "@/lib/server/access/rights";
import { liveSessions } from "@/lib/server/identity/session";
import { type Tx, transaction } from "@/lib/server/platform/database/db";

const RIGHT = "members.manage";

/** Whether a member still has a session with the right: it may have been taken since their request came in. */
async function mayStill(tx: Tx, { memberId }: Principal): Promise<boolean> {
  const where = { memberId, ...liveSessions() };
  const sessions = await tx.session.findMany({ where, select: { access: true } });
  return sessions.some(({ access }) => may(storedRole(access), RIGHT));
}

/**
 * Changes members or grants in one transaction. Changes are made one after the other, and each by somebody who is an
 * owner when it is made: nobody undoes their own removal with a request that was sent before.
 * @throws AppError forbidden
 */
export async function changeAccess<T>(
  principal: Principal,
  work: (tx: Tx, actor: Principal) => Promise<T>,
): Promise<T> {
  const actor = await requireRight(principal, RIGHT);
  const done = await transaction(async (tx) => {
    await lockAccess(tx);
    return (await mayStill(tx, principal)) ? { result: await work(tx, actor) } : null;
  });
  return done ? done.result : refuse(actor, "forbidden", { detail: { right: RIGHT } });
}
