import "server-only";
import { NOTICE_CHANNELS, NOTICE_KINDS, NOTICE_TIMINGS, NOTICES, type NoticeKind } from "@/lib/contract/notice-kinds";
import type { NoticeRuleInput } from "@/lib/contract/notices";
import { joinList, splitList } from "@/lib/server/platform/comma-list";
import type { Tx } from "@/lib/server/platform/database/db";

/** The rules of all kinds, in their order. */
export async function findRules(tx: Pick<Tx, "noticeRule">): Promise<Map<NoticeKind, NoticeRuleInput>> {
  const stored = new Map((await tx.noticeRule.findMany()).map((row) => [row.kind, row]));
  return new Map(
    NOTICE_KINDS.map((kind) => {
      const row = stored.get(kind);
      const words = row && splitList(row.channels);
      return [
        kind,
        {
          kind,
          timing: NOTICE_TIMINGS.find((timing) => timing === row?.timing) ?? NOTICES[kind].timing,
          channels: words ? NOTICE_CHANNELS.filter((channel) => words.includes(channel)) : [...NOTICE_CHANNELS],
        },
      ];
    }),
  );
}

export async function storeRule(tx: Tx, { kind, timing, channels }: NoticeRuleInput): Promise<void> {
  const data = { timing, channels: joinList(channels), changedAt: new Date() };
  await tx.noticeRule.upsert({ where: { kind }, create: { kind, ...data }, update: data });
}
