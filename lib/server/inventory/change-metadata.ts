import "server-only";
import type { ChangedClient, ChangedMetadata, ChangeMetadataInput, MetadataChanges } from "@/lib/contract/metadata";
import type { Principal } from "@/lib/server/access/principal";
import { limit } from "@/lib/server/access/rate-limit";
import { currentActor, refuse, requireRight } from "@/lib/server/access/rights";
import { mayEdit } from "@/lib/server/clients/client-state";
import { evaluateClients } from "@/lib/server/findings/evaluate";
import { appendEvent } from "@/lib/server/history/append-event";
import { type OwnerColumns, ownerColumns, ownerInput } from "@/lib/server/metadata/owner";
import { checkRules } from "@/lib/server/metadata/rules";
import { joinList, splitList } from "@/lib/server/platform/comma-list";
import { db, type Tx, transaction } from "@/lib/server/platform/database/db";
import { AppError } from "@/lib/server/platform/errors";
import { type ClientRow, changeStoredClients, clientSearchText } from "@/lib/server/sync/stored-clients";

/** Clients per transaction, each with an event. */
const SLICE = 20;

/** The metadata of a client as the contract has it. */
function metadataOf(row: ClientRow): Required<MetadataChanges> {
  return {
    owner: ownerInput(row),
    purpose: row.purpose,
    reviewOn: row.reviewAt?.toISOString().slice(0, 10) ?? null,
    tags: splitList(row.tags),
    isAdopted: row.adoptedAt !== null,
  };
}

const FIELDS = ["owner", "purpose", "reviewOn", "tags", "isAdopted"] as const;

/** What changes, in columns. Null when nothing does. */
function columnsFor(row: ClientRow, changes: MetadataChanges, owner: OwnerColumns) {
  const before = metadataOf(row);
  const asked = { ...before, ...changes, tags: [...new Set(changes.tags ?? before.tags)].toSorted() };
  const fields = FIELDS.filter(
    (field) => JSON.stringify(asked[field] || null) !== JSON.stringify(before[field] || null),
  );
  if (fields.length === 0) return null;
  const after = {
    ...(changes.owner === undefined ? { ownerId: row.ownerId, ownerName: row.ownerName } : owner),
    purpose: asked.purpose || null,
    reviewAt: asked.reviewOn ? new Date(asked.reviewOn) : null,
    tags: joinList(asked.tags),
    adoptedAt: asked.isAdopted ? (row.adoptedAt ?? new Date()) : null,
  };
  if (row.origin === "managed" && asked.isAdopted)
    throw new AppError("invalid_input", {
      fields: { isAdopted: "This client was created here, so it is yours already." },
    });
  const isAdoption = asked.isAdopted && !before.isAdopted;
  if (isAdoption && !after.ownerName)
    throw new AppError("invalid_input", { fields: { owner: "Name the owner of the client that you adopt." } });
  if (isAdoption && !after.purpose)
    throw new AppError("invalid_input", { fields: { purpose: "Describe the purpose of the client that you adopt." } });
  if (row.origin === "managed" || asked.isAdopted) checkRules(after);
  const undo = Object.fromEntries(fields.map((field) => [field, before[field]])) as MetadataChanges;
  return { after: { ...after, searchText: clientSearchText({ ...row, ...after }) }, fields, undo, isAdoption };
}

/** From what to what, in the words of the history. */
function detailOf(row: ClientRow, { after, fields }: NonNullable<ReturnType<typeof columnsFor>>) {
  const values = {
    owner: [row.ownerName, after.ownerName],
    purpose: [row.purpose, after.purpose],
    reviewOn: [row.reviewAt, after.reviewAt].map((at) => at?.toISOString().slice(0, 10) ?? null),
    tags: [row.tags, after.tags].map((tags) => tags || null),
    isAdopted: [row.adoptedAt, after.adoptedAt].map((at) => (at === null ? "no" : "yes")),
  } satisfies Record<(typeof FIELDS)[number], (string | null)[]>;
  return { changes: fields.map((field) => ({ field, from: values[field][0] ?? null, to: values[field][1] ?? null })) };
}

/**
 * Changes the metadata of clients, with one event for each that says from what to what. All are checked before the first
 * is changed.
 * @returns what undoes it
 * @throws AppError forbidden, cluster_not_found, client_not_found, invalid_input
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
  const columnsOf = (row: ClientRow, { changes }: ChangedClient) =>
    columnsFor(row, changes, owners.get(JSON.stringify(changes.owner ?? null)) ?? { ownerId: null, ownerName: null });

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
      columnsOf(row, entry);
    }
  }

  const undo: ChangedClient[] = [];
  for (const [clusterId, entries] of byCluster)
    for (let at = 0; at < entries.length; at += SLICE) {
      const slice = entries.slice(at, at + SLICE);
      const changed = await changeSlice(actors.get(clusterId) ?? principal, clusterId, slice, columnsOf);
      undo.push(...changed);
      await evaluateClients(
        clusterId,
        changed.map(({ clientId }) => clientId),
      );
    }
  return { undo };
}

async function findRows(tx: Pick<Tx, "client">, clusterId: string, entries: readonly ChangedClient[]) {
  const clientIds = entries.map(({ clientId }) => clientId);
  const rows = await tx.client.findMany({ where: { clusterId, clientId: { in: clientIds }, goneAt: null } });
  return new Map(rows.map((row) => [row.clientId, row]));
}

async function changeSlice(
  actor: Principal,
  clusterId: string,
  entries: readonly ChangedClient[],
  columnsOf: (row: ClientRow, entry: ChangedClient) => ReturnType<typeof columnsFor>,
): Promise<ChangedClient[]> {
  return transaction(async (tx) => {
    const current = await currentActor(tx, actor, clusterId);
    await changeStoredClients(tx, clusterId);
    const rows = await findRows(tx, clusterId, entries);
    if (![...rows.values()].every((row) => mayEdit(current, row))) throw new AppError("forbidden");
    const changed = entries.flatMap((entry) => {
      const row = rows.get(entry.clientId);
      const columns = row && columnsOf(row, entry);
      return columns ? [{ row, columns }] : [];
    });
    for (const { row, columns } of changed) await tx.client.update({ where: { id: row.id }, data: columns.after });
    for (const { row, columns } of changed)
      await appendEvent(tx, actor, {
        action: columns.isAdoption ? "client.adopt" : "client.edit",
        outcome: "succeeded",
        clusterId,
        clusterName: row.clusterName,
        clientId: row.clientId,
        clientName: row.name,
        detail: detailOf(row, columns),
      });
    return changed.map(({ row, columns }) => ({ clusterId, clientId: row.clientId, changes: columns.undo }));
  });
}
