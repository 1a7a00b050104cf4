import "server-only";
import type { ChangedClient, ChangedMetadata, ChangeMetadataInput, MetadataChanges } from "@/lib/contract/metadata";
import type { Role } from "@/lib/contract/roles";
import type { Principal } from "@/lib/server/access/principal";
import { limit } from "@/lib/server/access/rate-limit";
import { currentActor, refuse, requireRight } from "@/lib/server/access/rights";
import { mayEdit, mayEndByDelete } from "@/lib/server/clients/client-state";
import { evaluateClients } from "@/lib/server/findings/evaluate";
import { appendEvent } from "@/lib/server/history/append-event";
import { type Columns, columnsFor, detailOf, requireLeft } from "@/lib/server/inventory/metadata-columns";
import { type OwnerColumns, ownerColumns } from "@/lib/server/metadata/owner";
import { isBeingDeleted } from "@/lib/server/operations/operations";
import { db, type Tx, transaction } from "@/lib/server/platform/database/db";
import { AppError } from "@/lib/server/platform/errors";
import { type ClientRow, changeStoredClients } from "@/lib/server/sync/stored-clients";

/** Clients per transaction, each with an event. */
const SLICE = 20;

/**
 * Changes the metadata of clients, with one event for each that says from what to what. All are checked before the first
 * is changed.
 * @returns how many clients changed, and what undoes it for those that this member may change back
 * @throws AppError forbidden, cluster_not_found, client_not_found, invalid_input; operation_changed when it undoes what
 *   somebody has changed since
 */
export async function changeMetadata(principal: Principal, { clients }: ChangeMetadataInput): Promise<ChangedMetadata> {
  // Each adds an event, and events stay.
  await limit("edit", principal.memberId, clients.length);
  const actors = new Map<string, Principal>();
  for (const { clusterId, clientId } of clients)
    if (!actors.has(clusterId))
      actors.set(clusterId, await requireRight(principal, "clients.edit", { clusterId, clientId, isOwn: true }));
  const owners = new Map<string, OwnerColumns>();
  for (const { changes } of clients) {
    const key = JSON.stringify(changes.owner ?? null);
    if (!owners.has(key)) owners.set(key, await ownerColumns(changes.owner));
  }
  const columnsOf = (row: ClientRow, { changes }: ChangedClient, actor: Principal) => {
    const owner = owners.get(JSON.stringify(changes.owner ?? null)) ?? { ownerId: null, ownerName: null };
    return columnsFor(row, changes, { owner, actor });
  };

  const byCluster = new Map<string, ChangedClient[]>();
  for (const entry of clients) byCluster.set(entry.clusterId, [...(byCluster.get(entry.clusterId) ?? []), entry]);
  for (const [clusterId, entries] of byCluster) {
    const actor = actors.get(clusterId) ?? principal;
    const rows = await findRows(db(), clusterId, entries);
    for (const entry of entries) {
      const row = rows.get(entry.clientId);
      if (!row) throw new AppError("client_not_found");
      if (!mayEdit(actor, row))
        await refuse(actor, "forbidden", { clusterId, clientId: entry.clientId, detail: { right: "clients.edit" } });
      const columns = columnsOf(row, entry, actor);
      if (columns) requireLeft(row, entry, `Somebody has changed "${row.name}" since. Nothing was undone.`);
      if (!maySet(actor, row, columns))
        await refuse(actor, "forbidden", { clusterId, clientId: entry.clientId, detail: { right: "clients.delete" } });
    }
  }

  const done: ChangedMetadata = { changed: 0, undo: [] };
  for (const [clusterId, entries] of byCluster)
    for (let at = 0; at < entries.length; at += SLICE) {
      const slice = entries.slice(at, at + SLICE);
      const changed = await changeSlice(actors.get(clusterId) ?? principal, clusterId, slice, columnsOf);
      done.changed += changed.clientIds.length;
      done.undo.push(...changed.undo);
      await evaluateClients(clusterId, changed.clientIds);
    }
  return done;
}

type Actor = Pick<Principal, "memberId"> & { role: Role | null };

/** To say that a client is deleted at its end is to delete it. To put that off is not. */
function maySet(actor: Actor, row: ClientRow, columns: Columns): boolean {
  const deletes =
    columns?.action !== "client.put-off" && columns?.fields.includes("end") && columns.after.endAction === "delete";
  return !deletes || mayEndByDelete(actor, row);
}

/** To bring back an end at which the client is deleted is to set it, even for the person who put it off. */
const mayUndo = (actor: Actor, row: ClientRow, undo: MetadataChanges): boolean =>
  undo.end?.action !== "delete" || mayEndByDelete(actor, row);

async function findRows(tx: Pick<Tx, "client">, clusterId: string, entries: readonly ChangedClient[]) {
  const clientIds = entries.map(({ clientId }) => clientId);
  const rows = await tx.client.findMany({ where: { clusterId, clientId: { in: clientIds }, goneAt: null } });
  return new Map(rows.map((row) => [row.clientId, row]));
}

async function changeSlice(
  actor: Principal,
  clusterId: string,
  entries: readonly ChangedClient[],
  columnsOf: (row: ClientRow, entry: ChangedClient, actor: Principal) => Columns,
): Promise<{ clientIds: string[]; undo: ChangedClient[] }> {
  return transaction(async (tx) => {
    const current = await currentActor(tx, actor, clusterId);
    await changeStoredClients(tx, clusterId);
    const rows = await findRows(tx, clusterId, entries);
    if (![...rows.values()].every((row) => mayEdit(current, row))) throw new AppError("forbidden");
    const changed = entries.flatMap((entry) => {
      const row = rows.get(entry.clientId);
      const columns = row && columnsOf(row, entry, actor);
      if (!columns) return [];
      // Of many, some may be undone already.
      requireLeft(row, entry, `Somebody is changing "${row.name}" right now. Reload to see what was undone.`);
      return [{ row, columns }];
    });
    if (!changed.every(({ row, columns }) => maySet(current, row, columns))) throw new AppError("forbidden");
    for (const { row, columns } of changed) await tx.client.update({ where: { id: row.id }, data: columns.after });
    // After the rows are written: a deletion at its end writes them too, so one of the two comes first.
    for (const { row, columns } of changed)
      if (columns.fields.includes("end") && (await isBeingDeleted(tx, clusterId, row.clientId)))
        throw new AppError("delete_in_progress");
    for (const { row, columns } of changed)
      await appendEvent(tx, actor, {
        action: columns.action,
        outcome: "succeeded",
        clusterId,
        clusterName: row.clusterName,
        clientId: row.clientId,
        clientName: row.name,
        detail: detailOf(row, columns),
      });
    return {
      clientIds: changed.map(({ row }) => row.clientId),
      undo: changed.flatMap(({ row, columns: { undo: changes, left } }) =>
        mayUndo(current, row, changes) ? [{ clusterId, clientId: row.clientId, changes, left }] : [],
      ),
    };
  });
}
