import "server-only";
import type { Operation } from "@/lib/contract/operations";
import type { Principal } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { canBeResult } from "@/lib/server/operations/can-be-result";
import { operationOf } from "@/lib/server/operations/operations";
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

/** The creates of these clients whose secret was lost, by client ID. */
export async function findOrphans(
  actor: Principal,
  clusterId: string,
  clientIds: readonly string[],
): Promise<Map<string, Operation>> {
  const rows = await db().operation.findMany({
    where: { clusterId, kind: "create", state: "orphaned", clientId: { in: [...clientIds] } },
  });
  return new Map(rows.flatMap((row) => (row.clientId === null ? [] : [[row.clientId, operationOf(row, actor)]])));
}

/** The creates with an open outcome whose results these clients of a cluster can be, by client ID. */
export async function findOpenCreates(
  actor: Principal,
  clusterId: string,
  rows: readonly ClientRow[],
): Promise<Map<string, Operation>> {
  const unmanaged = rows.filter(({ origin }) => origin !== "managed");
  const creates = await db().operation.findMany({
    where: { clusterId, kind: "create", openKey: { in: unmanaged.map(({ name }) => name) } },
  });
  const byName = new Map(creates.map((create) => [create.clientName, create]));
  return new Map(
    unmanaged.flatMap(({ clientId, name, scopes }) => {
      const create = byName.get(name);
      const isResult = create && canBeResult(create, { clientId, scopes: splitList(scopes) });
      return isResult ? [[clientId, operationOf(create, actor)]] : [];
    }),
  );
}

/** The operations of a cluster that need attention. @throws AppError forbidden */
export async function listOperations(principal: Principal, clusterId: string): Promise<Operation[]> {
  const actor = await requireRight(principal, "clients.read", { clusterId });
  return findOpenOperations(actor, clusterId);
}
