import "server-only";
import { setTimeout as after } from "node:timers/promises";
import { db, isDatabaseInPlace } from "@/lib/server/platform/database/db";
import { processState } from "@/lib/server/platform/process-state";
import { singleFlight } from "@/lib/server/platform/single-flight";

/** The time limit for a check, in milliseconds, unless somebody is waiting who can wait for longer. */
const TIMEOUT_MS = 1_800;
/** How long a successful write counts, in milliseconds, so that frequent health checks cause few writes. */
const TRUSTED_MS = 5_000;

const lastWrite = processState("health", () => ({ at: Number.NEGATIVE_INFINITY }));

const succeeds = (step: Promise<unknown>): Promise<boolean> => step.then(Boolean, () => false);

async function read(): Promise<boolean> {
  return (await db().auditHead.count()) === 1;
}

/** One small write to its own row, which fails when the database is locked, full or read-only. */
async function write(): Promise<boolean> {
  if (!isDatabaseInPlace()) return false;
  if (performance.now() - lastWrite.at < TRUSTED_MS) return true;
  const ranAt = new Date();
  await db().job.upsert({ where: { name: "health" }, create: { name: "health", ranAt }, update: { ranAt } });
  lastWrite.at = performance.now();
  return true;
}

/** Whether the database serves reads, and whether it accepts writes. Always takes less than two seconds, or this time. */
export async function checkDatabase(timeoutMs = TIMEOUT_MS): Promise<{ reads: boolean; writes: boolean }> {
  const tooLong = () => after(timeoutMs, false, { ref: false });
  const [reads, writes] = await Promise.all([
    Promise.race([succeeds(singleFlight("health read", read)), tooLong()]),
    Promise.race([succeeds(singleFlight("health write", write)), tooLong()]),
  ]);
  return { reads, writes };
}
