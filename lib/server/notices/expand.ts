import "server-only";
import { NOTICE_KINDS, type NoticeKind } from "@/lib/contract/notice-kinds";
import type { NoticeRuleInput } from "@/lib/contract/notices";
import { configuredChannels } from "@/lib/server/notices/channels/channels";
import { detailSchema, type NoticeItem } from "@/lib/server/notices/content";
import { Mailbag, type Mailing } from "@/lib/server/notices/mailbag";
import { readersOf } from "@/lib/server/notices/readers";
import { findRules } from "@/lib/server/notices/rules";
import { type Tx, transaction } from "@/lib/server/platform/database/db";
import { ORGANIZATION_ID } from "@/lib/server/platform/organization";

/** Events per transaction. */
const SLICE = 20;
/** A client that is deleted within this time is told at once, whatever the rule says. */
const LAST_CALL_MS = 90 * 60_000;

type EventRow = NonNullable<Awaited<ReturnType<Tx["noticeEvent"]["findUnique"]>>>;
type ClientOf = { ownerId: string | null; clusterId: string; endsAt: Date | null; endAction: string | null };

/** What an event is about, so that it is told once a day. */
function subjectOf({ id, kind, clientRowId, rotationId, memberId }: EventRow, detail: NoticeItem["detail"]): string {
  if (rotationId !== null) return `rotation ${rotationId}`;
  if (clientRowId !== null) return `client ${clientRowId}`;
  if (detail["operationId"] !== undefined) return `operation ${detail["operationId"]}`;
  if (memberId !== null) return `member ${memberId}`;
  return kind === "sync_failing" ? "sync" : `event ${id}`;
}

function isUrgent({ kind, at }: EventRow, client: ClientOf | undefined): boolean {
  if (kind === "emergency_sign_in" || kind === "history_broken") return true;
  if (kind !== "end_near" || client?.endAction !== "delete" || !client.endsAt) return false;
  return client.endsAt.getTime() - at.getTime() <= LAST_CALL_MS;
}

/** Makes the messages of events, slice by slice, until there are no more. */
export async function expandNotices(signal: AbortSignal, now = new Date()): Promise<void> {
  let expanded = SLICE;
  while (expanded === SLICE && !signal.aborted) expanded = await transaction((tx) => expandSlice(tx, now));
}

/** @returns how many events were there */
async function expandSlice(tx: Tx, now: Date): Promise<number> {
  const events = await tx.noticeEvent.findMany({
    where: { expandedAt: null },
    orderBy: [{ at: "asc" }, { id: "asc" }],
    take: SLICE,
  });
  if (events.length === 0) return 0;
  const ids = events.map(({ id }) => id);
  const { count } = await tx.noticeEvent.updateMany({
    where: { id: { in: ids }, expandedAt: null },
    data: { expandedAt: now },
  });
  if (count < ids.length) throw new Error("Another instance makes messages of the same events.");
  const mailings = await mailingsOf(tx, events);
  const { digestHour, digestZone } = await tx.organization.findUniqueOrThrow({ where: { id: ORGANIZATION_ID } });
  const mailbag = new Mailbag(now, { hour: digestHour, zone: digestZone });
  await mailbag.load(tx, mailings);
  for (const mailing of mailings) mailbag.place(mailing);
  await mailbag.store(tx);
  return events.length;
}

/** To whom each event goes, and by which channels. */
async function mailingsOf(tx: Tx, events: readonly EventRow[]): Promise<Mailing[]> {
  const rules = await findRules(tx);
  const channels = configuredChannels();
  const readersFor = readersOf(tx);
  const rowIds = events.flatMap(({ clientRowId }) => clientRowId ?? []);
  const rows = await tx.client.findMany({
    where: { id: { in: rowIds } },
    select: { id: true, ownerId: true, clusterId: true, endsAt: true, endAction: true },
  });
  const clients = new Map(rows.map((row) => [row.id, row]));
  const mailings: Mailing[] = [];
  for (const event of events) {
    const rule = ruleOf(rules, event.kind);
    if (!rule || rule.timing === "off") continue;
    const client = clients.get(event.clientRowId ?? "");
    const detail = detailSchema.safeParse(JSON.parse(event.detail)).data ?? {};
    const item: NoticeItem = {
      ...{ eventId: event.id, kind: rule.kind, subject: subjectOf(event, detail), at: event.at, detail },
      clusterId: event.clusterId ?? client?.clusterId ?? null,
      ...{ clientRowId: event.clientRowId, rotationId: event.rotationId, memberId: event.memberId },
    };
    const timing = isUrgent(event, client) ? "urgent" : rule.timing;
    for (const channel of rule.channels) {
      if (!channels.includes(channel)) continue;
      const readers = channel === "mail" ? await readersFor(item, client?.ownerId ?? null) : [null];
      for (const memberId of readers) mailings.push({ channel, memberId, item, timing });
    }
  }
  return mailings;
}

/** A kind of a newer version has no rule. */
function ruleOf(rules: ReadonlyMap<NoticeKind, NoticeRuleInput>, kind: string): NoticeRuleInput | undefined {
  const known = NOTICE_KINDS.find((each) => each === kind);
  return known && rules.get(known);
}
