import "server-only";
import { configuredAccount } from "@/lib/server/camunda/account";
import { type ActivityEntry, readActivity } from "@/lib/server/camunda/activity";
import type { Job } from "@/lib/server/jobs/runner";
import { db } from "@/lib/server/platform/database/db";
import { env } from "@/lib/server/platform/env";
import { AppError } from "@/lib/server/platform/errors";
import { log } from "@/lib/server/platform/log";
import { inSlices } from "@/lib/server/platform/slices";
import { pruneConsoleEvents, storeEntries } from "@/lib/server/sync/console-events";

/** How many entries are kept: the newest. */
const MOST = 50_000;
/** Entries that are compared with the stored ones at a time. */
const COMPARED = 100;

/** The newest entries. Those without a time count as the oldest. */
function newest(entries: readonly ActivityEntry[]): readonly ActivityEntry[] {
  if (entries.length <= MOST) return entries;
  const timeOf = ({ at }: ActivityEntry) => at?.getTime() ?? 0;
  const times = Float64Array.from(entries, timeOf).sort();
  const from = times[times.length - MOST] ?? 0;
  return entries.filter((entry) => timeOf(entry) > 0 && timeOf(entry) >= from);
}

/**
 * Reads Camunda's activity log, one upstream call, and stores what it says about clients. Latchkey's own API client may
 * lack the right to read it: then everything else works as before.
 */
async function readLog(): Promise<void> {
  const account = configuredAccount();
  const note = (data: { activityReadAt?: Date; activityError: string | null }) =>
    db().organization.updateMany({ where: { id: account.organizationId }, data });
  const entries: ActivityEntry[] = [];
  try {
    for await (const slice of readActivity(account)) entries.push(...slice);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code !== "console_denied") log.warn("activity not read", { error });
    await note({ activityError: error.code });
    return;
  }
  let added = 0;
  for await (const slice of inSlices(newest(entries), COMPARED)) added += await storeEntries(slice);
  if (added > 0) await pruneConsoleEvents(MOST);
  await note({ activityReadAt: new Date(), activityError: null });
}

/** Keeps what Camunda's activity log says about clients. As often as the sync, and apart from it. */
export const activityJob = (): Job => ({ name: "activity", everyMs: env().syncMs || null, run: readLog });
