import "server-only";
import type { Job, JobRun } from "@/lib/server/jobs/runner";
import { deliverNotices } from "@/lib/server/notices/deliver";
import { expandNotices } from "@/lib/server/notices/expand";
import { findNotices } from "@/lib/server/notices/find-events";
import { db } from "@/lib/server/platform/database/db";

const EVERY_MS = 60_000;
const DAY_MS = 86_400_000;
/** How long messages are kept, and how long what they told is: it is not told again in that time. */
const MESSAGES_MS = 90 * DAY_MS;
const EVENTS_MS = 400 * DAY_MS;
/** Rows that one run deletes. */
const DELETED = 200;

async function deleteOld(): Promise<void> {
  const since = (ms: number) => new Date(Date.now() - ms);
  await db().noticeMessage.deleteMany({
    where: { createdAt: { lt: since(MESSAGES_MS) }, state: { not: "waiting" } },
    limit: DELETED,
  });
  await db().noticeEvent.deleteMany({ where: { expandedAt: { lt: since(EVENTS_MS) } }, limit: DELETED });
}

async function run({ signal }: JobRun): Promise<void> {
  await findNotices();
  await expandNotices(signal);
  await deliverNotices(signal);
  await deleteOld();
}

/** Finds what people should be told, makes messages of it, and sends them. */
export const NOTICES_JOB = { name: "notices", everyMs: EVERY_MS, run } satisfies Job;
