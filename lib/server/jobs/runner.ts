import "server-only";
import { randomUUID } from "node:crypto";
import { db } from "@/lib/server/platform/database/db";
import { log } from "@/lib/server/platform/log";
import { processState } from "@/lib/server/platform/process-state";

/** How long an instance leases a job, in milliseconds. After a crash the others wait this long. */
const LEASE_MS = 120_000;
/** The pause before a job that another instance is running is tried again, in milliseconds. */
const BUSY_MS = 5_000;

/** Background work that runs in one instance at a time. */
export type Job = {
  name: string;
  /** The time between two regular runs, in milliseconds. */
  everyMs: number;
  /** Does the work that is due. */
  run: () => Promise<void>;
};

const runner = processState("jobs", () => ({ owner: randomUUID(), jobs: new Map<string, Job>() }));

/**
 * Runs a job now, unless another instance is running it. Never throws.
 * @returns whether it ran
 */
export async function runJob({ name, run }: Job): Promise<boolean> {
  try {
    if (!(await takeLease(name))) return false;
    try {
      await run();
    } finally {
      await db().job.updateMany({
        where: { name, leaseOwner: runner.owner },
        data: { leaseOwner: null, leaseUntil: null, ranAt: new Date() },
      });
    }
  } catch (error) {
    log.error("job failed", { job: name, error });
  }
  return true;
}

async function takeLease(name: string): Promise<boolean> {
  const now = Date.now();
  const { count } = await db().job.updateMany({
    where: {
      name,
      OR: [
        { leaseUntil: null },
        { leaseUntil: { lt: new Date(now) } },
        // A lease from before a clock was set back.
        { leaseUntil: { gt: new Date(now + LEASE_MS) } },
      ],
    },
    data: { leaseOwner: runner.owner, leaseUntil: new Date(now + LEASE_MS) },
  });
  return count === 1;
}

/** Starts the jobs of this process: each runs now, and then regularly. */
export async function startJobs(jobs: readonly Job[]): Promise<void> {
  for (const job of jobs) {
    await db().job.upsert({ where: { name: job.name }, create: { name: job.name }, update: {} });
    runner.jobs.set(job.name, job);
    void runJob(job);
    setInterval(() => void runJob(job), job.everyMs).unref();
  }
}

/** Runs a started job shortly after `inMs`, for work that is due before its next regular run. */
export function wakeJob(name: string, inMs = 0): void {
  const job = runner.jobs.get(name);
  if (!job) return;
  setTimeout(async () => {
    if (!(await runJob(job))) wakeJob(name, BUSY_MS);
  }, inMs + 50).unref();
}
