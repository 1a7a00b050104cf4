import "server-only";
import type { ErrorCode } from "@/lib/contract/errors";
import { configuredAccount } from "@/lib/server/camunda/account";
import { type Job, type JobRun, wakeJob } from "@/lib/server/jobs/runner";
import { db } from "@/lib/server/platform/database/db";
import { env } from "@/lib/server/platform/env";
import type { AppError } from "@/lib/server/platform/errors";
import { log } from "@/lib/server/platform/log";
import { toAppError } from "@/lib/server/platform/to-app-error";
import { matchNewClients } from "@/lib/server/sync/console-events";
import { makePace } from "@/lib/server/sync/pace";
import { updateClients } from "@/lib/server/sync/sync-clients";
import { updateClusters } from "@/lib/server/sync/sync-clusters";

const NAME = "sync";
/** How many clusters are found at a time. */
const PAGE = 100;
/** How long before a run the clients appeared that may still have no maker, in milliseconds: others store them, too. */
const NEW_MS = 3_600_000;
/** After so many failures of Console in a row, a run ends: it would wait for each of a thousand clusters. */
const MOST_FAILURES = 10;
/** How long after a run that Console made fail the next one begins, in milliseconds. */
const RETRY_MS = 60_000;

const OF_CONSOLE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  ...(["console_credentials", "console_unreachable", "console_timeout", "console_queue", "console_busy"] as const),
]);

/** Whether an error says that something is wrong with Console, and not with one cluster. */
export const isFailureOfConsole = ({ code }: AppError): boolean => OF_CONSOLE.has(code);

/** The clusters that are not gone, by ID. */
async function* clusterIds(organizationId: string): AsyncGenerator<string> {
  for (let last = ""; ; ) {
    const page = await db().cluster.findMany({
      where: { organizationId, goneAt: null, id: { gt: last } },
      orderBy: { id: "asc" },
      take: PAGE,
      select: { id: true },
    });
    for (const { id } of page) {
      last = id;
      yield id;
    }
    if (page.length < PAGE) return;
  }
}

/** Stores a list. One that our own change made outdated meanwhile is read once more. */
async function storeCurrent(update: () => Promise<boolean>): Promise<void> {
  if (!(await update())) await update();
}

/**
 * Reads all clusters and their clients, and stores what differs: one upstream call, and one for each cluster. A cluster
 * that can't be read keeps what is stored, and its row says why.
 * @throws an error of the database, which ends the run
 */
async function syncAll({ startedAt, signal }: JobRun): Promise<void> {
  const { organizationId } = configuredAccount();
  const pace = makePace(signal);
  const options = { waitsWhenBusy: false };
  let failures = 0;
  let end: AppError | null = null;

  const syncCluster = async (id: string) => {
    const failure = await pace.read(() => storeCurrent(() => updateClients(id, options)));
    if (failure) log.warn("cluster not synced", { clusterId: id, error: failure });
    const data = { syncTriedAt: new Date(), syncError: failure?.code ?? null };
    await db().cluster.updateMany({ where: { id }, data });
    failures = failure && isFailureOfConsole(failure) ? failures + 1 : 0;
    if (failures >= MOST_FAILURES) end ??= failure;
  };

  end = await pace.read(() => storeCurrent(() => updateClusters(options)));
  if (!end) {
    const ids = clusterIds(organizationId);
    const worker = async () => {
      for await (const id of ids) {
        if (signal.aborted || end) return;
        await syncCluster(id);
      }
    };
    const workers = Array.from({ length: env().syncConcurrency }, () =>
      worker().catch((error: unknown) => {
        end ??= toAppError(error);
      }),
    );
    await Promise.all(workers);
  }
  if (signal.aborted) return;
  await matchNewClients(new Date(startedAt.getTime() - NEW_MS));
  const syncError = end?.code ?? null;
  await db().organization.updateMany({ where: { id: organizationId }, data: { syncError } });
  // The room of findings is above this one.
  wakeJob("findings");
  if (!end) return;
  if (isFailureOfConsole(end) && env().syncMs > 0) wakeJob(NAME, RETRY_MS, { startedAt });
  throw end;
}

/** Keeps what Camunda has of all clusters. Off when LATCHKEY_SYNC_MINUTES is 0, but people can start it. */
export const syncJob = (): Job => ({ name: NAME, everyMs: env().syncMs || null, run: syncAll });
