import "server-only";
import { existsSync } from "node:fs";
import { setTimeout as after } from "node:timers/promises";
import { db } from "@/lib/server/platform/database/db";
import { sqlitePath } from "@/lib/server/platform/database/sqlite";
import { env } from "@/lib/server/platform/env";
import { processState } from "@/lib/server/platform/process-state";
import { singleFlight } from "@/lib/server/platform/single-flight";
import { providerOf } from "@/prisma/providers.mjs";

/** A check that takes longer has failed, in milliseconds. */
const PATIENCE_MS = 1_800;
/** How long a successful write is trusted, in milliseconds: a balancer that asks every second costs few writes. */
const TRUSTED_MS = 5_000;

const lastWrite = processState("health", () => ({ at: Number.NEGATIVE_INFINITY }));

const succeeds = (step: Promise<unknown>): Promise<boolean> => step.then(Boolean, () => false);

async function read(): Promise<boolean> {
  return (await db().auditHead.count()) === 1;
}

/** One small write to a row of its own: what is locked, full or read-only refuses it. */
async function write(): Promise<boolean> {
  if (performance.now() - lastWrite.at < TRUSTED_MS) return true;
  // A file that was deleted takes writes for as long as it is open, and loses them all.
  const { databaseUrl } = env();
  if (providerOf(databaseUrl) === "sqlite" && !existsSync(sqlitePath(databaseUrl))) return false;
  const ranAt = new Date();
  await db().job.upsert({ where: { name: "health" }, create: { name: "health", ranAt }, update: { ranAt } });
  lastWrite.at = performance.now();
  return true;
}

/** Whether the database serves reads, and whether it accepts writes. Takes less than two seconds in any case. */
export async function checkDatabase(): Promise<{ reads: boolean; writes: boolean }> {
  const tooLong = () => after(PATIENCE_MS, false, { ref: false });
  const [reads, writes] = await Promise.all([
    Promise.race([succeeds(singleFlight("health read", read)), tooLong()]),
    Promise.race([succeeds(singleFlight("health write", write)), tooLong()]),
  ]);
  return { reads, writes };
}
