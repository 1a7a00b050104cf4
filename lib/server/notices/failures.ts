import "server-only";
import { type CappedCount, COUNTED_UP_TO, cappedCount } from "@/lib/contract/capped-count";
import { pageSize } from "@/lib/contract/lists";
import { NOTICE_CHANNELS } from "@/lib/contract/notice-kinds";
import type { NoticeFailures, NoticeFailuresQuery } from "@/lib/contract/notices";
import { may } from "@/lib/contract/rights";
import type { Principal } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { wakeJob } from "@/lib/server/jobs/runner";
import { readContent } from "@/lib/server/notices/content";
import { db } from "@/lib/server/platform/database/db";
import { following, orderBy, pageOf, requireCursor, type SortKey } from "@/lib/server/platform/page";

const FAILED = { state: "failed" } as const;
/** Of a message that failed, `dueAt` is when it would have been tried again. */
const NEWEST_FIRST: SortKey[] = [
  { column: "dueAt", direction: "desc" },
  { column: "id", direction: "desc" },
];
const SENT_AGAIN = 1_000;

/** Messages that were given up, the newest first. @throws AppError forbidden */
export async function listFailures(principal: Principal, { after }: NoticeFailuresQuery = {}): Promise<NoticeFailures> {
  await requireRight(principal, "notices.manage");
  const cursor = after && requireCursor(await db().noticeMessage.findUnique({ where: { id: after } }));
  const size = pageSize(after);
  const read = await db().noticeMessage.findMany({
    where: cursor ? { AND: [FAILED, following(cursor, NEWEST_FIRST)] } : FAILED,
    orderBy: orderBy(NEWEST_FIRST),
    take: size + 1,
    include: { member: { select: { name: true, email: true } } },
  });
  const { rows, nextAfter } = pageOf(read, size, ({ id }) => id);
  return {
    failures: rows.flatMap(({ id, channel: stored, member, content, createdAt, tries, lastError }) => {
      const channel = NOTICE_CHANNELS.find((known) => known === stored);
      if (!channel) return [];
      const kinds = [...new Set(readContent(content).items.map(({ kind }) => kind))];
      const memberName = member && (member.name || member.email);
      return { id, channel, memberName, kinds, createdAt: createdAt.toISOString(), tries, answer: lastError ?? "" };
    }),
    nextAfter,
  };
}

/** How many messages were given up, as they are listed. Nothing for those who may not do anything about it. */
export async function countFailures(principal: Principal): Promise<CappedCount> {
  if (!may(principal.role, "notices.manage")) return cappedCount(0);
  return cappedCount(await db().noticeMessage.count({ where: FAILED, take: COUNTED_UP_TO + 1 }));
}

/** Sends what was given up once more, with the same IDs. @throws AppError forbidden */
export async function sendFailedAgain(principal: Principal): Promise<void> {
  await requireRight(principal, "notices.manage");
  await db().noticeMessage.updateMany({
    where: FAILED,
    data: { state: "waiting", tries: 0, dueAt: new Date() },
    limit: SENT_AGAIN,
  });
  wakeJob("notices");
}
