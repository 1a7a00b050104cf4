import "server-only";
import { randomUUID } from "node:crypto";
import { type IntentRow, settleIntent } from "@/lib/server/clients/intents";
import { log } from "@/lib/server/platform/log";
import { processState } from "@/lib/server/platform/process-state";

type CreatedFacts = { row: IntentRow; clientId: string; clusterName: string | null };

/** Creates that succeeded upstream while our database did not take the record: no secret among them. */
const unwritten = processState("unwritten-creates", () => new Map<string, CreatedFacts>());

/** Whether an intent's good outcome waits here to be written: then nobody may look for it and call it lost. */
export function isUnwritten(intentId: string): boolean {
  return unwritten.has(intentId);
}

async function write({ row, clientId, clusterName }: CreatedFacts): Promise<void> {
  const now = new Date();
  const { clusterId, name, scopes, purpose, actorId, actorName } = row;
  const ours = {
    name,
    scopes,
    purpose,
    origin: "managed",
    createdById: actorId,
    createdByName: actorName,
    createdAt: now,
    lastSeenAt: now,
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
 * Writes a successful create: intent, client and audit event in one transaction. When the database fails now, the facts
 * are kept in memory and written with the janitor's next round, for the person must get the secret all the same.
 */
export async function writeCreated(facts: CreatedFacts): Promise<void> {
  try {
    await write(facts);
  } catch (error) {
    log.error("created, but not yet written", { intentId: facts.row.id, clientId: facts.clientId, error });
    unwritten.set(facts.row.id, facts);
  }
}

/** Writes what could not be written before. @throws whatever the database throws, if it still fails */
export async function healUnwritten(): Promise<void> {
  for (const [id, facts] of unwritten) {
    await write(facts);
    unwritten.delete(id);
  }
}
