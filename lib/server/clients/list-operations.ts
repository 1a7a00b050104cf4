import "server-only";
import type { Operation } from "@/lib/contract/operations";
import type { Principal } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { canBeResult } from "@/lib/server/operations/can-be-result";
import { type OperationRow, operationOf } from "@/lib/server/operations/operations";
import { splitList } from "@/lib/server/platform/comma-list";
import { db } from "@/lib/server/platform/database/db";
import type { ClientRow } from "@/lib/server/sync/stored-clients";

/** The maximum number of operations that a cluster shows. */
const MOST = 50;

/**
 * The creates of a cluster that need attention, newest first: those in progress, those of unknown outcome, and orphans
 * that still exist.
 */
export async function findOpenOperations(actor: Principal, clusterId: string): Promise<Operation[]> {
  const rows = await db().operation.findMany({
    where: { clusterId, kind: "create", state: { in: ["requested", "unknown", "orphaned"] } },
    orderBy: { requestedAt: "desc" },
    take: MOST,
  });
  const orphans = rows.flatMap(({ state, clientId }) => (state === "orphaned" && clientId !== null ? [clientId] : []));
  if (orphans.length === 0) return rows.map((row) => operationOf(row, actor));
  const gone = await db().client.findMany({
    where: { clusterId, clientId: { in: orphans }, goneAt: { not: null } },
    select: { clientId: true },
  });
  const goneIds = new Set<string | null>(gone.map(({ clientId }) => clientId));
  return rows
    .filter(({ state, clientId }) => state !== "orphaned" || !goneIds.has(clientId))
    .map((row) => operationOf(row, actor));
}

/** Each of these clients by its cluster and client ID, to find it for an operation. */
const placeOf = (row: { clusterId: string; clientId: string | null }) => `${row.clusterId}/${row.clientId}`;

/** The creates of these clients, of any clusters, whose secret was lost, by the ID of the client's row. */
export async function findOrphans(clients: readonly ClientRow[]): Promise<Map<string, OperationRow>> {
  const rows = await db().operation.findMany({
    where: { kind: "create", state: "orphaned", clientId: { in: clients.map(({ clientId }) => clientId) } },
  });
  const byPlace = new Map(rows.map((row) => [placeOf(row), row]));
  return new Map(
    clients.flatMap((client) => {
      const create = byPlace.get(placeOf(client));
      return create ? [[client.id, create]] : [];
    }),
  );
}

/** The creates with an open outcome whose results these clients, of any clusters, can be, by the ID of the client's row. */
export async function findOpenCreates(clients: readonly ClientRow[]): Promise<Map<string, OperationRow>> {
  const unmanaged = clients.filter(({ origin }) => origin !== "managed");
  if (unmanaged.length === 0) return new Map();
  const creates = await db().operation.findMany({
    where: {
      kind: "create",
      state: { in: ["requested", "unknown"] },
      openKey: { in: unmanaged.map(({ name }) => name) },
    },
  });
  const byName = new Map(creates.map((create) => [`${create.clusterId}/${create.openKey}`, create]));
  return new Map(
    unmanaged.flatMap(({ id, clusterId, clientId, name, scopes }) => {
      const create = byName.get(`${clusterId}/${name}`);
      const isResult = create && canBeResult(create, { clientId, scopes: splitList(scopes) });
      return isResult ? [[id, create]] : [];
    }),
  );
}

/** The operations of a cluster that need attention. @throws AppError forbidden */
export async function listOperations(principal: Principal, clusterId: string): Promise<Operation[]> {
  const actor = await requireRight(principal, "clients.read", { clusterId });
  return findOpenOperations(actor, clusterId);
}
