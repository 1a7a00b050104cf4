import "server-only";
import { writeSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { PUBLISH_HEADS } from "@/lib/server/audit/publish-heads";
import { RECONCILE } from "@/lib/server/clients/reconcile";
import { ENDS } from "@/lib/server/ends/ends-job";
import { FINDINGS } from "@/lib/server/findings/evaluate";
import { beginKey, MissingKeyError } from "@/lib/server/history/begin-key";
import { startJobs, wakeJob } from "@/lib/server/jobs/runner";
import { NOTICES_JOB } from "@/lib/server/notices/notices-job";
import { flushPendingWrites } from "@/lib/server/operations/pending-writes";
import { closeDb } from "@/lib/server/platform/database/db";
import { applyMigrations, MigrationError } from "@/lib/server/platform/database/migrate";
import { EnvError, env, ownSecrets } from "@/lib/server/platform/env";
import { log } from "@/lib/server/platform/log";
import { keepOutOfLogsForEver, scrub } from "@/lib/server/platform/scrub";
import { ROTATIONS } from "@/lib/server/rotations/deadlines";
import { activityJob } from "@/lib/server/sync/activity-job";
import { fillStages } from "@/lib/server/sync/fill-stages";
import { syncJob } from "@/lib/server/sync/sync-job";

/** How long a process that is asked to end tries to store its pending writes, in milliseconds. */
const GRACE_MS = 20_000;
const RETRY_MS = 500;

/** Ends the process with one line for each fault, in words and not in JSON. */
function refuseStart(faults: readonly string[]): never {
  for (const fault of faults) writeSync(process.stderr.fd, `Latchkey can't start: ${fault}\n`);
  process.exit(1);
}

/** Checks the settings, migrates the database, fills what SQL can't, and starts the jobs. Ends the process when that fails. */
export async function start(): Promise<void> {
  // For the lines of scripts/output.mjs, before any secret is read.
  Reflect.set(globalThis, Symbol.for("latchkey.scrub"), scrub);
  try {
    const { databaseUrl } = env();
    for (const secret of ownSecrets()) keepOutOfLogsForEver(secret);
    const applied = await applyMigrations(databaseUrl);
    if (applied.length > 0) log.info("migrations applied", { count: applied.length });
    // The next list has them too.
    await fillStages().catch((error: unknown) => log.warn("stages not filled", { error }));
    await beginKey();
    const jobs = [RECONCILE, syncJob(), activityJob(), FINDINGS, ROTATIONS, ENDS, PUBLISH_HEADS, NOTICES_JOB];
    await startJobs(jobs);
    // A process that crashed may have left operations open.
    wakeJob(RECONCILE.name);
    Reflect.set(globalThis, Symbol.for("latchkey.finish"), finish);
    const started: unknown = Reflect.get(globalThis, Symbol.for("latchkey.started"));
    if (typeof started === "function") started();
  } catch (error) {
    if (error instanceof EnvError) refuseStart(error.faults);
    if (error instanceof MigrationError || error instanceof MissingKeyError) refuseStart([error.message]);
    log.error("start failed", { error });
    refuseStart(["DATABASE_URL: the database can't be opened or migrated. The log line above says why."]);
  }
}

/** Stores the pending writes before this process ends, because a restart would lose them. */
async function finish(): Promise<void> {
  const end = Date.now() + GRACE_MS;
  let isDone = await flushPendingWrites();
  while (!isDone && Date.now() < end) {
    await pause(RETRY_MS);
    isDone = await flushPendingWrites();
  }
  if (!isDone) log.error("ended with responses that are not stored");
  await closeDb();
}

/** Logs an error that a page's error boundary caught, with the ID that it shows. See `loadPage` for the digest. */
export function logPageError(error: unknown, { path, method }: { path: string; method: string }): void {
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : undefined;
  const requestId = digest?.split("/")[1] ?? digest;
  log.error("page failed", { route: path.split("?")[0] ?? path, method, error, ...(requestId && { requestId }) });
}
