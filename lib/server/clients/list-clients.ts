import "server-only";
import { randomUUID } from "node:crypto";
import type { Client, ClientList } from "@/lib/contract/clients";
import { appendEvent, LATCHKEY } from "@/lib/server/audit/append-event";
import { followOrphans, type IntentRow, intentOf, readScopes } from "@/lib/server/clients/intents";
import { recallCluster, staleReason } from "@/lib/server/clusters/snapshot";
import * as camunda from "@/lib/server/console/api";
import type { ConsoleClient } from "@/lib/server/console/shapes";
import { type Actor, requireRight } from "@/lib/server/identity/access";
import { db, type Tx, transaction } from "@/lib/server/platform/db";
import { log } from "@/lib/server/platform/log";

/** How long the browser has to say that it showed a secret, in milliseconds, before we doubt that anybody saw it. */
const ACKNOWLEDGE_MS = 120_000;
/** Rows per INSERT: databases limit the variables of one statement. */
const BATCH = 500;

type ClientRow = NonNullable<Awaited<ReturnType<Tx["client"]["findUnique"]>>>;

type Seen = {
  clients: readonly ConsoleClient[];
  /** Whether what the list does not name is gone. */
  isWhole: boolean;
  known: readonly ClientRow[];
  askedAt: Date;
};

async function writeSeen(clusterId: string, { clients: seen, isWhole, known, askedAt }: Seen): Promise<void> {
  const now = new Date();
  const knownIds = new Set(known.map(({ clientId }) => clientId));
  const seenIds = new Set(seen.map(({ clientId }) => clientId));
  const fresh = seen.filter(({ clientId }) => !knownIds.has(clientId));
  const gone = known.filter((row) => isWhole && !row.goneAt && !seenIds.has(row.clientId));
  const back = known.filter((row) => row.goneAt && seenIds.has(row.clientId)).map(({ id }) => id);
  await transaction(async (tx) => {
    await tx.cluster.updateMany({ where: { id: clusterId }, data: { clientCount: seen.length, clientCountAt: now } });
    for (let at = 0; at < fresh.length; at += BATCH)
      await tx.client.createMany({
        data: fresh.slice(at, at + BATCH).map(({ clientId, name, scopes }) => ({
          id: randomUUID(),
          clusterId,
          clientId,
          name,
          scopes: JSON.stringify(scopes),
          origin: "unmanaged",
          // When we asked, not when the answer came: a wish written meanwhile must count as later.
          firstSeenAt: askedAt,
        })),
      });
    for (let at = 0; at < gone.length; at += BATCH) {
      const ids = gone.slice(at, at + BATCH).map(({ id }) => id);
      await tx.client.updateMany({ where: { id: { in: ids } }, data: { goneAt: now } });
    }
    await confirmDeletes(tx, clusterId, gone);
    for (let at = 0; at < back.length; at += BATCH)
      await tx.client.updateMany({ where: { id: { in: back.slice(at, at + BATCH) } }, data: { goneAt: null } });
    if (isWhole) await followOrphans(tx, clusterId, { isGone: (id) => !seenIds.has(id), knownAt: askedAt });
  });
}

/** A client that is gone after a delete whose answer we never had was deleted by it: its audit gets its ending. */
async function confirmDeletes(tx: Tx, clusterId: string, gone: readonly ClientRow[]): Promise<void> {
  if (gone.length === 0) return;
  const where = { action: "client.delete", clusterId };
  const last = new Map<string | null, { outcome: string }>();
  for (const event of await tx.auditEvent.findMany({ where, orderBy: { seq: "asc" } })) last.set(event.clientId, event);
  for (const { clientId, name: clientName } of gone) {
    if (!["requested", "unknown"].includes(last.get(clientId)?.outcome ?? "")) continue;
    const detail = { found: "gone from the cluster" };
    const about = { clusterId, clientId, clientName, detail };
    await appendEvent(tx, LATCHKEY, { action: "client.delete", outcome: "succeeded", ...about });
  }
}

function join(seen: ConsoleClient, row: ClientRow | undefined, intent: IntentRow | undefined): Client {
  const { clientId, name, scopes } = seen;
  const base = { clientId, name, scopes };
  if (intent?.state === "orphaned") {
    const { purpose, actorName, createdAt } = intent;
    const made = { purpose, createdBy: actorName, createdAt: createdAt.toISOString() };
    return { ...base, ...made, origin: "orphaned", secretSeen: false };
  }
  const isManaged = row?.origin === "managed";
  return {
    ...base,
    origin: isManaged ? "managed" : "unmanaged",
    purpose: row?.purpose ?? null,
    createdBy: row?.createdByName ?? null,
    createdAt: row?.createdAt?.toISOString() ?? null,
    secretSeen: intent === undefined,
  };
}

/**
 * The clients of a cluster as Camunda reports them now, joined by client id with what we know: one upstream call.
 * While Console can't answer, what we saw last, marked stale.
 * @throws AppError forbidden, cluster_not_found
 */
export async function listClients(actor: Actor, clusterId: string): Promise<ClientList> {
  await requireRight(actor, "clients.read", { clusterId });
  // Read before Camunda is asked: a client that is made meanwhile is then not mistaken for one that is gone.
  const askedAt = new Date();
  const known = await db().client.findMany({ where: { clusterId } });
  const list = await camunda.listClients(clusterId).catch((error: unknown) => ({ stale: staleReason(error) }));
  const isFresh = "clients" in list;
  if (isFresh)
    await writeSeen(clusterId, { ...list, known, askedAt }).catch((error: unknown) =>
      log.warn("clients not kept", { clusterId, error }),
    );

  const remembered = () =>
    known
      .filter((row) => !row.goneAt)
      .map((row) => ({ ...row, scopes: readScopes(row.scopes) }) satisfies ConsoleClient);
  const seen: ConsoleClient[] = isFresh ? list.clients : remembered();
  const intents = await db().intent.findMany({
    where: {
      clusterId,
      OR: [
        { state: { in: ["requested", "unknown", "orphaned"] } },
        { state: "created", acknowledgedAt: null, settledAt: { lt: new Date(Date.now() - ACKNOWLEDGE_MS) } },
      ],
    },
    orderBy: { createdAt: "desc" },
  });
  const rowOf = new Map(known.map((row) => [row.clientId, row]));
  const intentByClient = new Map(intents.map((row) => [row.clientId, row]));
  return {
    clients: seen.map((client) => join(client, rowOf.get(client.clientId), intentByClient.get(client.clientId))),
    intents: intents.filter(({ state }) => state !== "created").map(intentOf),
    asOf: (isFresh ? new Date() : ((await recallCluster(clusterId))?.clientCountAt ?? null))?.toISOString() ?? null,
    stale: isFresh ? null : list.stale,
  };
}
