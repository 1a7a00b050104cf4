import "server-only";
import { NOTICE_KINDS, NOTICES } from "@/lib/contract/notice-kinds";
import type { ChangeOwnNotices, OwnNotices } from "@/lib/contract/notices";
import type { Principal } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { db, type Tx, transaction } from "@/lib/server/platform/database/db";
import { env } from "@/lib/server/platform/env";
import { ORGANIZATION_ID } from "@/lib/server/platform/organization";

async function readOwn(
  tx: Pick<Tx, "member" | "noticeStop" | "organization">,
  { memberId, access }: Principal,
): Promise<OwnNotices> {
  const member = await tx.member.findUniqueOrThrow({ where: { id: memberId }, include: { stops: true } });
  const { digestZone } = await tx.organization.findUniqueOrThrow({ where: { id: ORGANIZATION_ID } });
  const stops: ReadonlySet<string> = new Set(member.stops.map(({ kind }) => kind));
  const kinds = NOTICE_KINDS.filter((kind) => !NOTICES[kind].isForOwners || access.everywhere === "owner");
  return {
    kinds: kinds.map((kind) => ({ kind, isTold: !stops.has(kind) })),
    zone: member.zone,
    digestZone,
    address: member.emailVerified ? member.email : null,
    isMailConfigured: env().notices.mail !== null,
  };
}

/** What this member is told, and in which zone. @throws AppError forbidden */
export async function findOwnNotices(principal: Principal): Promise<OwnNotices> {
  await requireRight(principal, "notices.manage", { isOwn: true });
  return readOwn(db(), principal);
}

/** Changes what this member is told by mail. @throws AppError forbidden */
export async function changeOwnNotices(
  principal: Principal,
  { stops = [], zone }: ChangeOwnNotices,
): Promise<OwnNotices> {
  await requireRight(principal, "notices.manage", { isOwn: true });
  const { memberId } = principal;
  return transaction(async (tx) => {
    if (zone !== undefined) await tx.member.update({ where: { id: memberId }, data: { zone } });
    for (const { kind, isTold } of stops) {
      const stop = { memberId, kind };
      if (isTold) await tx.noticeStop.deleteMany({ where: stop });
      else await tx.noticeStop.upsert({ where: { memberId_kind: stop }, create: stop, update: {} });
    }
    return readOwn(tx, principal);
  });
}
