import "server-only";
import { randomUUID } from "node:crypto";
import { isUniqueViolation } from "@/lib/server/platform/database/database-errors";
import { db } from "@/lib/server/platform/database/db";
import { log } from "@/lib/server/platform/log";
import { processState } from "@/lib/server/platform/process-state";

/** How long an instance leases a job, in milliseconds. After a crash the others wait this long. */
const LEASE_MS = 120_000;
/** How often the lease of a running job is renewed, in milliseconds. */
const RENEW_MS = 30_000;
/** How often each process looks for jobs that are due, in milliseconds. */
const TICK_MS = 15_000;
/** The pause before a job that another instance is running is tried again, in milliseconds. */
const BUSY_MS = 5_000;

/** One run of a job. */
export type JobRun = {
  startedAt: Date;
  /** Aborts when the lease is lost: from then on another instance may run the job. */
  signal: AbortSignal;
};

/** Background work that runs in one instance at a time. */
export type Job = {
  name: string;
  /** The time between the starts of two regular runs, in milliseconds. Null for a job that only runs when asked. */
  everyMs: number | null;
  /** Does the work that is due. */
  run: (run: JobRun) => Promise<void>;
};

type JobRow = { name: string; leaseUntil: Date | null; startedAt: Date | null; ranAt: Date | null };
type Lease = { name: string; leaseOwner: string; until: number; startedAt: Date };

const jobs = processState("jobs", () => new Map<string, Job>());

/** Whether an instance is running the job. A lease from before a clock was set back counts for nothing. */
export function isRunning({ leaseUntil }: Pick<JobRow, "leaseUntil">): boolean {
  const left = (leaseUntil?.getTime() ?? 0) - Date.now();
  return left > 0 && left <= LEASE_MS;
}

/** Whether a run began and its instance died before the end. */
function isUnfinished({ startedAt, ranAt }: JobRow): boolean {
  return startedAt !== null && (ranAt === null || ranAt < startedAt);
}

function isDue(row: JobRow, everyMs: number): boolean {
  if (isRunning(row)) return false;
  if (row.startedAt === null || isUnfinished(row)) return true;
  // Also when the clock was set back. A tick may come a little early.
  return Math.abs(Date.now() - row.startedAt.getTime()) >= everyMs - TICK_MS / 2;
}

/** Takes the job's lease, if it is free and, where that is given, the last run is still the one that began then. */
async function takeLease(name: string, last: { startedAt?: Date | null } = {}): Promise<Lease | null> {
  const now = Date.now();
  const lease = { name, leaseOwner: randomUUID(), until: now + LEASE_MS, startedAt: new Date(now) };
  const { leaseOwner, until, startedAt } = lease;
  const { count } = await db().job.updateMany({
    where: {
      name,
      ...last,
      OR: [
        { leaseUntil: null },
        { leaseUntil: { lte: new Date(now) } },
        // A lease from before a clock was set back.
        { leaseUntil: { gt: new Date(until) } },
      ],
    },
    data: { leaseOwner, leaseUntil: new Date(until), startedAt },
  });
  return count === 1 ? lease : null;
}

/** Renews the lease while its run goes on. @returns the signal that the lease is lost, and how to stop renewing */
function keepLease({ name, leaseOwner, until: firstUntil }: Lease) {
  const lost = new AbortController();
  let until = firstUntil;
  const timer = setInterval(async () => {
    const next = Date.now() + LEASE_MS;
    try {
      const where = { name, leaseOwner };
      const { count } = await db().job.updateMany({ where, data: { leaseUntil: new Date(next) } });
      if (count === 0) lost.abort();
      else until = next;
    } catch (error) {
      log.warn("lease not renewed", { job: name, error });
      if (Date.now() >= until) lost.abort();
    }
  }, RENEW_MS);
  timer.unref();
  return { signal: lost.signal, stop: () => clearInterval(timer) };
}

/** Runs a job under its lease. Never throws. */
async function runLeased({ name, run }: Job, lease: Lease): Promise<void> {
  const { signal, stop } = keepLease(lease);
  try {
    await run({ startedAt: lease.startedAt, signal });
  } catch (error) {
    log.error("job failed", { job: name, error });
  } finally {
    stop();
  }
  try {
    await db().job.updateMany({
      where: { name, leaseOwner: lease.leaseOwner },
      data: { leaseOwner: null, leaseUntil: null, ranAt: new Date() },
    });
  } catch (error) {
    log.error("lease not released", { job: name, error });
  }
}

/**
 * Runs a job now, unless another instance is running it. Never throws.
 * @returns whether it ran
 */
export async function runJob(job: Job, last?: { startedAt: Date | null }): Promise<boolean> {
  try {
    const lease = await takeLease(job.name, last);
    if (!lease) return false;
    await runLeased(job, lease);
  } catch (error) {
    log.error("job not started", { job: job.name, error });
  }
  return true;
}

/** Adds the job's row, unless another instance does at the same moment. */
async function addRow({ name }: Job): Promise<void> {
  try {
    await db().job.upsert({ where: { name }, create: { name }, update: {} });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
  }
}

/** Begins a job now, unless an instance is running it, and does not wait for its end. */
export async function beginJob(job: Job): Promise<void> {
  await addRow(job);
  const lease = await takeLease(job.name);
  if (lease) void runLeased(job, lease);
}

/** Runs the jobs that are due. Of several instances that see it at once, one runs each. */
async function runDueJobs(): Promise<void> {
  try {
    for (const row of await db().job.findMany({ where: { name: { in: [...jobs.keys()] } } })) {
      const job = jobs.get(row.name);
      if (job && job.everyMs !== null && isDue(row, job.everyMs)) void runJob(job, { startedAt: row.startedAt });
    }
  } catch (error) {
    log.error("jobs not found", { error });
  }
}

/** Starts the jobs of this process: each runs as soon as it is due, and then regularly. */
export async function startJobs(started: readonly Job[]): Promise<void> {
  for (const job of started) {
    await addRow(job);
    jobs.set(job.name, job);
  }
  await runDueJobs();
  setInterval(() => void runDueJobs(), TICK_MS).unref();
}

/**
 * Runs a started job shortly after `inMs`, for work that is due before its next regular run. With `last`, only if that is
 * still the last run then.
 */
export function wakeJob(name: string, inMs = 0, last?: { startedAt: Date }): void {
  const job = jobs.get(name);
  if (!job) return;
  setTimeout(async () => {
    if (!(await runJob(job, last)) && !last) wakeJob(name, BUSY_MS);
  }, inMs + 50).unref();
}
