import "server-only";
import type { OwnerInput } from "@/lib/contract/owners";
import { db } from "@/lib/server/platform/database/db";
import { AppError } from "@/lib/server/platform/errors";

/** The columns of an owner. A name without an ID is of somebody who is no member. */
export type OwnerColumns = { ownerId: string | null; ownerName: string | null };

/**
 * The columns for an owner that a person chose. The member's name is copied, because a client keeps its owner's name
 * when the member is gone.
 * @throws AppError invalid_input for an unknown member
 */
export async function ownerColumns(owner: OwnerInput | null | undefined): Promise<OwnerColumns> {
  if (!owner) return { ownerId: null, ownerName: null };
  if ("name" in owner) return { ownerId: null, ownerName: owner.name };
  const member = await db().member.findFirst({ where: { id: owner.memberId, removedAt: null } });
  if (!member) throw new AppError("invalid_input", { fields: { owner: "This member is gone. Choose another owner." } });
  return { ownerId: member.id, ownerName: member.name || (member.email ?? "") };
}

/** An owner as a person would choose it again. */
export function ownerInput({ ownerId, ownerName }: OwnerColumns): OwnerInput | null {
  if (ownerId !== null) return { memberId: ownerId };
  return ownerName === null ? null : { name: ownerName };
}
