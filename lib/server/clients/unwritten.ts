import "server-only";
import { randomUUID } from "node:crypto";
import type { ErrorCode } from "@/lib/contract/errors";
import type { Told } from "@/lib/server/clients/connection";
import { type IntentRow, settleIntent } from "@/lib/server/clients/intents";
import { log } from "@/lib/server/platform/log";
import { processState } from "@/lib/server/platform/process-state";

/** A clear answer to a create: which client it made, or why there is none. */
type Answer = { row: IntentRow; clusterName: string | null } & (
  | { clientId: string; told: Told | null }
  | { errorCode: ErrorCode }
);

/** How soon an answer that could not be written is tried again, in milliseconds. */
const HEAL_EVERY_MS = 3_000;

/** Clear answers that our database did not take when they came: no secret among them. */
const unwritten = processState("unwritten-answers", () => new Map<string, Answer>());

/** Whether the answer to an intent's create waits here to be written: then nobody may look for it and call it lost. */
export function isUnwritten(intentId: string): boolean {
  return unwritten.has(intentId);
}

async function write(answer: Answer): Promise<void> {
  const { row, clusterName } = answer;
  if ("errorCode" in answer) {
    await settleIntent(row, { state: "rejected", errorCode: answer.errorCode }, { clusterName });
    return;
  }
  const now = new Date();
  const { clientId, told } = answer;
  const { clusterId, name, scopes, purpose, actorId, actorName } = row;
  const ours = {
    name,
    scopes,
    told: told && JSON.stringify(told),
    purpose,
    origin: "managed",
    createdById: actorId,
    createdByName: actorName,
    createdAt: now,
  };
  await settleIntent(
    row,
    { state: "created", clientId },
    {
      clusterName,
      also: (tx) =>
        tx.client.upsert({
          where: { clusterId_clientId: { clusterId, clientId } },
          create: { id: randomUUID(), clusterId, clientId, firstSeenAt: now, ...ours },
          update: ours,
        }),
    },
  );
}

/**
 * Writes a clear answer: intent, audit event and, for a success, the client, in one transaction. When the database
 * fails now, the facts are kept in memory and written with the janitor's next round: what Camunda said is true all the
 * same, and the person must get the secret.
 */
export async function writeAnswer(answer: Answer): Promise<void> {
  try {
    await write(answer);
  } catch (error) {
    log.error("answer not yet written", { intentId: answer.row.id, clusterId: answer.row.clusterId, error });
    unwritten.set(answer.row.id, answer);
    healSoon();
  }
}

/** Tries again every few seconds, while there is something to write: a restart would forget it. */
function healSoon(): void {
  setTimeout(() => {
    if (unwritten.size > 0) void healUnwritten().catch(healSoon);
  }, HEAL_EVERY_MS).unref();
}

/**
 * Writes what could not be written before; one answer that still can't be does not keep the others back.
 * @throws what the database threw at the first that failed
 */
export async function healUnwritten(): Promise<void> {
  const failures: unknown[] = [];
  for (const [id, answer] of unwritten) {
    try {
      await write(answer);
      unwritten.delete(id);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
