import "server-only";
import { deleteIfDue, OUTAGE_FAILURES } from "@/lib/server/ends/delete-due";
import { holdAfterSleep } from "@/lib/server/ends/hold";
import { tellDue } from "@/lib/server/ends/tell-due";
import type { Job, JobRun } from "@/lib/server/jobs/runner";
import { db } from "@/lib/server/platform/database/db";
import { log } from "@/lib/server/platform/log";
import { following, type SortKey } from "@/lib/server/platform/page";
import type { ClientRow } from "@/lib/server/sync/stored-clients";

/** Clients per query. */
const SLICE = 100;

const ORDER: SortKey[] = [
  { column: "endDueAt", direction: "asc" },
  { column: "id", direction: "asc" },
];

/** The clients whose end or review needs something now, the longest due first. */
async function* dueClients(now: Date): AsyncGenerator<ClientRow> {
  let rows: ClientRow[] = [];
  do {
    const last = rows.at(-1);
    rows = await db().client.findMany({
      where: { AND: [{ endDueAt: { lte: now } }, last ? following(last, ORDER) : {}] },
      orderBy: [{ endDueAt: "asc" }, { id: "asc" }],
      take: SLICE,
    });
    yield* rows;
  } while (rows.length === SLICE);
}

/** Tells people what comes, and deletes what is due. What fails for one client is tried again in the next run. */
async function runEnds({ startedAt, signal }: JobRun): Promise<void> {
  const heldUntil = await holdAfterSleep(ENDS.name, startedAt);
  let failures = 0;
  for await (const row of dueClients(new Date())) {
    if (signal.aborted) return;
    try {
      const deleteAt = await tellDue(row);
      const mayDelete = failures < OUTAGE_FAILURES && (heldUntil === null || heldUntil <= new Date());
      if (deleteAt === null || deleteAt > new Date() || !mayDelete) continue;
      const isOutage = await deleteIfDue(row);
      failures = isOutage ? failures + 1 : 0;
    } catch (error) {
      log.error("end not kept", { clusterId: row.clusterId, clientId: row.clientId, error });
    }
  }
}

/** Keeps the ends and the reviews of clients. */
export const ENDS = { name: "ends", everyMs: 60_000, run: runEnds } satisfies Job;
