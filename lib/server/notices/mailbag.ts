import "server-only";
import { randomUUID } from "node:crypto";
import type { NoticeChannel } from "@/lib/contract/notice-kinds";
import { addItem, emptyContent, type NoticeContent, type NoticeItem, readContent } from "@/lib/server/notices/content";
import { digestAfter, localDay, nextDigest } from "@/lib/server/notices/digest-time";
import type { Tx } from "@/lib/server/platform/database/db";
import { ORGANIZATION_ID } from "@/lib/server/platform/organization";

/** Rows per INSERT: a larger one blocks the event loop. */
const INSERTED = 25;
const READ = 200;
/** Digests from today on that events can join. After a change of the zone, that of tomorrow may be sent already. */
const LOADED_DAYS = 4;

/** The last hour of a client is told once in this time: moving its end must not flood its owner, nor hide the warning. */
const QUARTER_MS = 15 * 60_000;

/** To whom and by which way. `memberId` is null for a channel that a team reads. */
type Address = { channel: NoticeChannel; memberId: string | null };
type Message = {
  id: string;
  channel: string;
  memberId: string | null;
  dedupeKey: string;
  content: NoticeContent;
  dueAt: Date;
  /** Whether events can still join: it was not tried yet. */
  isOpen: boolean;
  /** Whether its reader has it. */
  isSent: boolean;
  change: "none" | "new" | "changed";
};
/** An item and where it goes. An urgent one waits for no digest, and for no other message of the day. */
export type Mailing = Address & { item: NoticeItem; timing: "at_once" | "daily" | "urgent" };

/** A message by its key, and when it is sent if it is new. */
type Place = { key: string; at: Date };

const keyOf = ({ channel, memberId }: Address, about: string, day: string) =>
  `${channel}|${memberId ?? "team"}|${about}|${day}`;

/** The messages of this quarter of an hour and of the next one that tell the last hour of a client. */
function quartersOf(mailing: Mailing, now: Date): [current: Place, next: Place] {
  const start = Math.floor(now.getTime() / QUARTER_MS) * QUARTER_MS;
  const quarter = (at: number) => keyOf(mailing, `${mailing.item.subject} end`, new Date(at).toISOString());
  const next = start + QUARTER_MS;
  return [
    { key: quarter(start), at: now },
    { key: quarter(next), at: new Date(next) },
  ];
}

/** Puts events into messages: those about the same subject are told once a day, and those of daily kinds together. */
export class Mailbag {
  private readonly messages = new Map<string, Message>();
  private readonly today: string;

  constructor(
    private readonly now: Date,
    private readonly digest: { hour: number; zone: string },
  ) {
    this.today = localDay(now, digest.zone);
  }

  /** Reads the messages that these mailings may join. */
  async load(tx: Tx, mailings: readonly Mailing[]): Promise<void> {
    const days = [this.today];
    for (let last = this.today; days.length < LOADED_DAYS; days.push(last)) last = digestAfter(last, this.digest).day;
    const keys = new Set<string>();
    for (const mailing of mailings) {
      keys.add(keyOf(mailing, mailing.item.subject, this.today));
      if (mailing.timing === "urgent") for (const { key } of quartersOf(mailing, this.now)) keys.add(key);
      for (const day of days) keys.add(keyOf(mailing, "digest", day));
    }
    const all = [...keys];
    for (let at = 0; at < all.length; at += READ) {
      const rows = await tx.noticeMessage.findMany({ where: { dedupeKey: { in: all.slice(at, at + READ) } } });
      for (const row of rows)
        this.messages.set(row.dedupeKey, {
          ...row,
          content: readContent(row.content),
          isOpen: row.state === "waiting" && row.tries === 0,
          isSent: row.state === "sent",
          change: "none",
        });
    }
  }

  /** Puts one event into the message that tells it. */
  place(mailing: Mailing): void {
    const { key, at } = this.placeOf(mailing);
    this.put(key, mailing, at);
  }

  private placeOf(mailing: Mailing): Place {
    const { item, timing } = mailing;
    const tomorrow = () => this.placeInDigest(mailing, digestAfter(this.today, this.digest));
    if (timing === "urgent") return this.placeAtOnce(mailing);
    const key = keyOf(mailing, item.subject, this.today);
    const told = this.messages.get(key);
    if (told?.isOpen) return { key, at: told.dueAt };
    if (told) return tomorrow();
    if (timing === "daily") return this.placeInDigest(mailing, nextDigest(this.now, this.digest));
    const digest = this.messages.get(keyOf(mailing, "digest", this.today));
    if (digest?.content.items.some(({ subject }) => subject === item.subject)) {
      if (!digest.isOpen) return tomorrow();
      this.moveOutOf(digest, key, mailing);
    }
    return { key, at: this.now };
  }

  /** What is urgent has a message of its own. A client's last hour waits some minutes if its reader has just heard of it. */
  private placeAtOnce(mailing: Mailing): Place {
    const own = { key: keyOf(mailing, mailing.item.eventId, this.today), at: this.now };
    if (mailing.item.kind !== "end_near") return own;
    const [current, next] = quartersOf(mailing, this.now);
    const told = this.messages.get(current.key);
    if (told?.isOpen ?? true) return current;
    return told?.isSent && (this.messages.get(next.key)?.isOpen ?? true) ? next : own;
  }

  /** A digest that is tried already takes nothing more: its reader may have it. */
  private placeInDigest(mailing: Mailing, { day, at }: { day: string; at: Date }): Place {
    const key = keyOf(mailing, "digest", day);
    const isOpen = this.messages.get(key)?.isOpen ?? true;
    return isOpen ? { key, at } : this.placeInDigest(mailing, digestAfter(day, this.digest));
  }

  /** What waits for today's digest about the same subject is told with it. */
  private moveOutOf(digest: Message, key: string, mailing: Mailing): void {
    const { items } = digest.content;
    for (const item of items) if (item.subject === mailing.item.subject) this.put(key, { ...mailing, item }, this.now);
    digest.content.items = items.filter(({ subject }) => subject !== mailing.item.subject);
    if (digest.change === "none") digest.change = "changed";
  }

  private put(dedupeKey: string, { channel, memberId, item }: Mailing, dueAt: Date): void {
    const known = this.messages.get(dedupeKey);
    const message: Message = known ?? {
      ...{ id: randomUUID(), dedupeKey, channel, memberId, dueAt },
      ...{ content: emptyContent(), isOpen: true, isSent: false, change: "new" },
    };
    addItem(message.content, item);
    if (message.change === "none") message.change = "changed";
    this.messages.set(dedupeKey, message);
  }

  /** Stores what changed. @throws when another instance sent one of the messages meanwhile */
  async store(tx: Tx): Promise<void> {
    const messages = [...this.messages.values()];
    const added = messages.filter(({ change }) => change === "new");
    for (let at = 0; at < added.length; at += INSERTED)
      await tx.noticeMessage.createMany({
        data: added.slice(at, at + INSERTED).map(({ id, dedupeKey, channel, memberId, content, dueAt }) => ({
          ...{ id, organizationId: ORGANIZATION_ID, dedupeKey, channel, memberId, dueAt },
          ...{ state: "waiting", createdAt: this.now, content: JSON.stringify(content) },
          // Of a digest it would be one of many.
          clusterId: content.items.length === 1 ? (content.items[0]?.clusterId ?? null) : null,
          clientRowId: content.items.length === 1 ? (content.items[0]?.clientRowId ?? null) : null,
        })),
      });
    for (const { id, content, change } of messages) {
      if (change !== "changed") continue;
      const { count } = await tx.noticeMessage.updateMany({
        where: { id, state: "waiting", tries: 0 },
        data: { content: JSON.stringify(content) },
      });
      if (count === 0) throw new Error("A message was sent while an event joined it.");
    }
  }
}
