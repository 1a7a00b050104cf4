import "server-only";
import { randomUUID } from "node:crypto";
import { readInventoryView, type SavedView, type SaveViewInput } from "@/lib/contract/inventory";
import { MOST_VIEWS } from "@/lib/contract/inventory-filters";
import type { Principal } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { isUniqueViolation } from "@/lib/server/platform/database/database-errors";
import { db, transaction } from "@/lib/server/platform/database/db";
import { AppError } from "@/lib/server/platform/errors";

/** This member's own views, by name. @throws AppError forbidden */
export async function listViews(principal: Principal): Promise<SavedView[]> {
  await requireRight(principal, "clients.read");
  const rows = await db().savedView.findMany({
    where: { memberId: principal.memberId },
    orderBy: { name: "asc" },
    take: MOST_VIEWS,
  });
  // Parts that this version does not know are left out.
  return rows.map(({ id, name, query }) => ({ id, name, view: readInventoryView(JSON.parse(query)) }));
}

/**
 * Saves a view under a name that this member has not used yet.
 * @throws AppError forbidden; invalid_input for a name that is taken, and for one view too many
 */
export async function saveView(principal: Principal, { name, view }: SaveViewInput): Promise<SavedView> {
  await requireRight(principal, "clients.read");
  const { memberId } = principal;
  const id = randomUUID();
  const refuse = (message: string) => new AppError("invalid_input", { fields: { name: message } });
  await transaction(async (tx) => {
    // Locks the member's row, so that two requests at once don't save one view too many.
    await tx.member.updateMany({ where: { id: memberId }, data: { id: memberId } });
    if ((await tx.savedView.count({ where: { memberId } })) >= MOST_VIEWS)
      throw refuse(`You have ${MOST_VIEWS} views already. Delete one first.`);
    const data = { id, memberId, name, query: JSON.stringify(view), createdAt: new Date() };
    await tx.savedView.create({ data });
  }).catch((error: unknown) => {
    throw isUniqueViolation(error) ? refuse("You have a view with this name. Choose another name.") : error;
  });
  return { id, name, view };
}

/** Deletes one of this member's own views. @throws AppError forbidden, not_found */
export async function deleteView(principal: Principal, id: string): Promise<void> {
  await requireRight(principal, "clients.read");
  const { count } = await db().savedView.deleteMany({ where: { id, memberId: principal.memberId } });
  if (count === 0) throw new AppError("not_found");
}
