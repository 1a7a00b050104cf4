import "server-only";
import { z } from "zod";
import { NOTICE_KINDS } from "@/lib/contract/notice-kinds";

const id = z.string().nullable();

const itemSchema = z.object({
  eventId: z.string(),
  kind: z.enum(NOTICE_KINDS),
  /** What it is about: a reader hears of it once a day. */
  subject: z.string(),
  at: z.coerce.date(),
  clusterId: id,
  clientRowId: id,
  rotationId: id,
  memberId: id,
  detail: z.record(z.string(), z.string()),
});
/** An event as a message has it. Its words are made when it is sent. */
export type NoticeItem = z.infer<typeof itemSchema>;

const contentSchema = z.object({ items: z.array(z.unknown()), more: z.int() });
/** What a message says: events, and how many more there are. */
export type NoticeContent = { items: NoticeItem[]; more: number };

/** The largest number of events in one message. The rest is counted. */
const MOST_ITEMS = 50;

export const emptyContent = (): NoticeContent => ({ items: [], more: 0 });

export function addItem(content: NoticeContent, item: NoticeItem): void {
  if (content.items.length < MOST_ITEMS) content.items.push(item);
  else content.more += 1;
}

/** Items of kinds that this version does not know are left out. */
export function readContent(text: string): NoticeContent {
  const { items, more } = contentSchema.parse(JSON.parse(text));
  return { items: items.flatMap((item) => itemSchema.safeParse(item).data ?? []), more };
}

export const detailSchema = z.record(z.string(), z.string());
