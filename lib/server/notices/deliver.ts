import "server-only";
import type { NoticeChannel } from "@/lib/contract/notice-kinds";
import { configuredChannels, findChannel } from "@/lib/server/notices/channels/channels";
import type { Channel, Letter } from "@/lib/server/notices/channels/letter";
import { type NoticeItem, readContent } from "@/lib/server/notices/content";
import { findFacts, noticeTexts, subjectOf } from "@/lib/server/notices/notice-words";
import { findReader, mayKnow } from "@/lib/server/notices/readers";
import { findRules } from "@/lib/server/notices/rules";
import { db, type Tx } from "@/lib/server/platform/database/db";
import { log } from "@/lib/server/platform/log";
import { ORGANIZATION_ID } from "@/lib/server/platform/organization";

const MINUTE = 60_000;
/** The pauses after the tries of a message, in milliseconds. After the last one it has failed. */
const PAUSES = [MINUTE, 5 * MINUTE, 30 * MINUTE, 120 * MINUTE, 360 * MINUTE, 1_440 * MINUTE];
/** How many messages of a channel are sent at the same time. */
const WORKERS = 2;
const PAGE = 20;
/** After so many failures of a channel in a row it has a rest until the next run. */
const MOST_FAILURES = 3;

type MessageRow = NonNullable<Awaited<ReturnType<Tx["noticeMessage"]["findUnique"]>>>;

/** Sends what is due. Channels don't wait for one another. */
export async function deliverNotices(signal: AbortSignal): Promise<void> {
  const channels = configuredChannels();
  await giveUpWithout(channels);
  await Promise.all(channels.map((channel) => deliverChannel(channel, signal)));
}

/** Gives up what has waited for a day for a channel that is no longer set up: owners can see it, and send it again. */
async function giveUpWithout(channels: readonly NoticeChannel[]): Promise<void> {
  const dueAt = { lte: new Date(Date.now() - 1_440 * MINUTE) };
  await db().noticeMessage.updateMany({
    where: { state: "waiting", dueAt, channel: { notIn: [...channels] } },
    data: { state: "failed", lastError: "This channel is not set up." },
  });
}

async function deliverChannel(name: NoticeChannel, signal: AbortSignal): Promise<void> {
  const channel = findChannel(name);
  if (!channel) return;
  let failures = 0;
  const isOver = () => signal.aborted || failures >= MOST_FAILURES;
  while (!isOver()) {
    const due = await db().noticeMessage.findMany({
      where: { state: "waiting", dueAt: { lte: new Date() }, channel: name },
      orderBy: [{ dueAt: "asc" }, { id: "asc" }],
      take: PAGE,
    });
    const rows = due.values();
    const worker = async () => {
      for (const row of rows) {
        if (isOver()) return;
        const isTaken = await deliver(row, channel).catch((error: unknown) => {
          log.error("notice not handled", { error });
          return false;
        });
        failures = isTaken ? 0 : failures + 1;
      }
    };
    await Promise.all(Array.from({ length: WORKERS }, worker));
    if (due.length < PAGE) return;
  }
}

/**
 * Sends one message. The try is stored before it begins: a process that ends in between leaves a message that is sent
 * again, with the same ID, after the pause.
 * @returns false when the receiver did not take it
 */
async function deliver({ id, tries }: MessageRow, channel: Channel): Promise<boolean> {
  const pause = PAUSES[tries];
  const dueAt = new Date(Date.now() + (pause ?? MINUTE));
  const { count } = await db().noticeMessage.updateMany({
    where: { id, state: "waiting", tries, dueAt: { lte: new Date() } },
    data: { tries: tries + 1, dueAt },
  });
  if (count === 0) return true;
  if (tries > PAUSES.length) return giveUp(id, "Latchkey ended while it sent this.");
  const letter = await compose(db(), id);
  if (!letter) {
    await db().noticeMessage.updateMany({ where: { id, state: "waiting" }, data: { state: "dropped" } });
    return true;
  }
  const { isAccepted, answer } = await channel(letter);
  if (isAccepted) {
    const data = { state: "sent", sentAt: new Date(), lastError: null };
    await db().noticeMessage.updateMany({ where: { id }, data });
    return true;
  }
  if (pause === undefined) return giveUp(id, answer);
  // The pause begins now: the receiver may have taken its time.
  await db().noticeMessage.updateMany({
    where: { id, state: "waiting" },
    data: { lastError: answer, dueAt: new Date(Date.now() + pause) },
  });
  return false;
}

async function giveUp(id: string, answer: string): Promise<boolean> {
  log.warn("notice given up", { error: answer });
  await db().noticeMessage.updateMany({
    where: { id, state: "waiting" },
    data: { state: "failed", lastError: answer },
  });
  return false;
}

/** A message in words, as its reader may read it now. Null when nothing is left of it. */
async function compose(tx: Tx, id: string): Promise<Letter | null> {
  const row = await tx.noticeMessage.findUniqueOrThrow({ where: { id } });
  const { items, more } = readContent(row.content);
  const reader = row.memberId === null ? null : await findReader(tx, row.memberId);
  if (row.memberId !== null && !reader) return null;
  const rules = await findRules(tx);
  const told: NoticeItem[] = [];
  for (const item of items) {
    const rule = rules.get(item.kind);
    if (rule?.timing === "off" || !rule?.channels.some((channel) => channel === row.channel)) continue;
    if (reader && (reader.stops.has(item.kind) || !(await mayKnow(tx, reader.access, item)))) continue;
    told.push(item);
  }
  const { digestZone } = await tx.organization.findUniqueOrThrow({ where: { id: ORGANIZATION_ID } });
  const notices = noticeTexts(told, await findFacts(tx, told), reader?.zone ?? digestZone);
  if (notices.length === 0) return null;
  // Of those that were only counted nobody can say whether the reader may still know of them.
  const rest = told.length === items.length ? more : 0;
  return {
    ...{ id, subject: subjectOf(notices, rest), notices, more: rest },
    to: reader && { name: reader.name, address: reader.email },
  };
}
