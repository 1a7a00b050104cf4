import "server-only";
import { NOTICE_CHANNELS, NOTICES } from "@/lib/contract/notice-kinds";
import type { ChangeNoticeRules, NoticeRuleInput, NoticeSettings } from "@/lib/contract/notices";
import type { Principal } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { appendEvent } from "@/lib/server/history/append-event";
import { configuredChannels } from "@/lib/server/notices/channels/channels";
import { findRules, storeRule } from "@/lib/server/notices/rules";
import { db, type Tx, transaction } from "@/lib/server/platform/database/db";
import { ORGANIZATION_ID } from "@/lib/server/platform/organization";

const RIGHT = "notices.manage";

async function readSettings(tx: Pick<Tx, "noticeRule" | "organization">): Promise<NoticeSettings> {
  const where = { id: ORGANIZATION_ID };
  const { digestHour, digestZone } = await tx.organization.findUniqueOrThrow({ where });
  const rules = [...(await findRules(tx)).values()];
  const configured = configuredChannels();
  const channels = NOTICE_CHANNELS.map((channel) => ({ channel, isConfigured: configured.includes(channel) }));
  return { rules, digestHour, digestZone, channels };
}

/** Who is told what, when and by which channels. @throws AppError forbidden */
export async function findNoticeSettings(principal: Principal): Promise<NoticeSettings> {
  await requireRight(principal, RIGHT);
  return readSettings(db());
}

/** A rule for the history, such as "Emergency sign-in: at once, by mail, slack". */
function ruleText({ kind, timing, channels }: NoticeRuleInput): string {
  const when = { at_once: "at once", daily: "daily", off: "off" }[timing];
  return `${NOTICES[kind].title}: ${when}, by ${channels.length > 0 ? channels.join(" and ") : "no channel"}`;
}

const digestText = ({ digestHour, digestZone }: NoticeSettings) => `Digest: ${digestHour}:00 in ${digestZone}`;

/** Changes rules and the time of the digest, and records from what to what. @throws AppError forbidden */
export async function changeNoticeRules(
  principal: Principal,
  { rules = [], digestHour, digestZone }: ChangeNoticeRules,
): Promise<NoticeSettings> {
  const actor = await requireRight(principal, RIGHT);
  return transaction(async (tx) => {
    // The first write, so that changes are made one after the other.
    await tx.organization.update({ where: { id: ORGANIZATION_ID }, data: { digestHour: { increment: 0 } } });
    const before = await readSettings(tx);
    const digest = { digestHour: digestHour ?? before.digestHour, digestZone: digestZone ?? before.digestZone };
    await tx.organization.update({ where: { id: ORGANIZATION_ID }, data: digest });
    for (const rule of rules) await storeRule(tx, rule);
    const after = await readSettings(tx);
    const textsOf = (settings: NoticeSettings) => [...settings.rules.map(ruleText), digestText(settings)];
    const [old, now] = [textsOf(before), textsOf(after)];
    const from = old.filter((text) => !now.includes(text));
    const to = now.filter((text) => !old.includes(text));
    if (to.length > 0)
      await appendEvent(tx, actor, { action: "notice.change", outcome: "succeeded", detail: { from, to } });
    return after;
  });
}
