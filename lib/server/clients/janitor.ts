import "server-only";
import { SCOPES } from "@/lib/contract/scopes";
import { LATCHKEY } from "@/lib/server/audit/append-event";
import {
  claimIntent,
  dueIntents,
  type IntentRow,
  LOOK_STEPS_MS,
  markUnknown,
  postponeLook,
  readScopes,
  settleIntent,
} from "@/lib/server/clients/intents";
import { healUnwritten, isUnwritten } from "@/lib/server/clients/unwritten";
import { recallCluster } from "@/lib/server/clusters/snapshot";
import * as camunda from "@/lib/server/console/api";
import type { ConsoleClient } from "@/lib/server/console/shapes";
import { db } from "@/lib/server/platform/db";
import { AppError } from "@/lib/server/platform/errors";
import { log } from "@/lib/server/platform/log";

const TICK_MS = 60_000;
/** After this age, in milliseconds, one more look is the last one. */
const LAST_LOOK_MS = 600_000;

/** Whether these are clearly other scopes: Camunda may tell none, or call them by names that say nothing of ours. */
function isOtherScopes(told: readonly string[], wished: readonly string[]): boolean {
  const isComparable = told.length > 0 && told.every((scope) => SCOPES.some((known) => known === scope));
  return isComparable && (told.length !== wished.length || !wished.every((scope) => told.includes(scope)));
}

/**
 * Whether a client of the wish's name can be its result: with other scopes, or seen before the wish was written, it is
 * somebody else's, and live perhaps.
 */
async function mayBeResult(row: IntentRow, { clientId, scopes }: ConsoleClient): Promise<boolean> {
  const { clusterId } = row;
  if (isOtherScopes(scopes, readScopes(row.scopes))) return false;
  const seen = await db().client.findUnique({ where: { clusterId_clientId: { clusterId, clientId } } });
  return seen === null || seen.firstSeenAt >= row.createdAt;
}

/** The client that the create made, null while there is none, or "elsewhere" when somebody else has the name. */
async function findCreated(row: IntentRow): Promise<{ clientId: string } | "elsewhere" | null> {
  const { clients, isWhole } = await camunda.listClients(row.clusterId).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "cluster_not_found") return { clients: [], isWhole: true };
    throw error;
  });
  const match = clients.find(({ name }) => name === row.name);
  // What can't be read of the list may be our client.
  if (!match && !isWhole) throw new AppError("console_broken");
  if (!match) return null;
  return (await mayBeResult(row, match)) ? match : "elsewhere";
}

/**
 * Looks once for the client of an intent whose create gave no clear answer, and ends the intent if that tells. One that
 * a dead process left behind gets the same looks from now on.
 */
async function look(row: IntentRow): Promise<void> {
  if (isUnwritten(row.id) || !(await claimIntent(row))) return;
  const clusterName = (await recallCluster(row.clusterId))?.cluster.name ?? null;
  if (row.state === "requested") {
    await markUnknown(row, { clusterName });
    scheduleJanitor(LOOK_STEPS_MS[0]);
    return;
  }
  try {
    const found = await findCreated(row);
    const looks = row.looks + 1;
    const isElsewhere = found === "elsewhere";
    const step = { clusterName, actor: LATCHKEY, detail: { looks } };
    const isLast = looks >= LOOK_STEPS_MS.length || Date.now() - row.createdAt.getTime() >= LAST_LOOK_MS;
    // Names are unique in a cluster: where another client has it, ours was never made.
    if (found && !isElsewhere) await settleIntent(row, { state: "orphaned", clientId: found.clientId }, step);
    else if (isElsewhere) await settleIntent(row, { state: "absent", errorCode: "name_taken" }, step);
    else if (isLast) await settleIntent(row, { state: "absent" }, step);
    else {
      const wait = LOOK_STEPS_MS[looks] ?? TICK_MS;
      await postponeLook(row, looks, wait);
      scheduleJanitor(wait);
    }
  } catch (error) {
    // While Console can't say, the intent stays unknown: that is the truth. The same look is due again in a minute.
    log.warn("look failed", { intentId: row.id, clusterId: row.clusterId, error });
    await postponeLook(row, row.looks, TICK_MS);
  }
}

/** One round: heals records that could not be written, then looks for every intent that is due. Never throws. */
export async function runJanitor(): Promise<void> {
  const failed = (error: unknown) => log.error("janitor failed", { error });
  await healUnwritten().catch(failed);
  const due = await dueIntents().catch((error: unknown) => {
    failed(error);
    return [];
  });
  for (const row of due) await look(row).catch(failed);
}

/** Runs the janitor once, a little after `ms`: for a look that is due before its next regular round. */
export function scheduleJanitor(ms: number): void {
  setTimeout(() => void runJanitor(), ms + 50).unref();
}

/** Starts the janitor of this process: now, and every minute. */
export function startJanitor(): void {
  void runJanitor();
  setInterval(() => void runJanitor(), TICK_MS).unref();
}
