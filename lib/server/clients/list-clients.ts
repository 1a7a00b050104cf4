import "server-only";
import type { Client, ClientList, ClientListQuery } from "@/lib/contract/clients";
import { pageSize } from "@/lib/contract/lists";
import { may } from "@/lib/contract/rights";
import type { RotationLink } from "@/lib/contract/rotation-links";
import type { Principal } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { clientState, mayDelete, mayRotate } from "@/lib/server/clients/client-state";
import { findOpenCreates, findOpenOperations, findOrphans } from "@/lib/server/clients/list-operations";
import { findOpenRotations } from "@/lib/server/clients/open-rotations";
import { clientRules } from "@/lib/server/metadata/rules";
import type { OperationRow } from "@/lib/server/operations/operations";
import { splitList } from "@/lib/server/platform/comma-list";
import { db } from "@/lib/server/platform/database/db";
import { following, orderBy, pageOf, requireCursor } from "@/lib/server/platform/page";
import { singleFlight } from "@/lib/server/platform/single-flight";
import { searchable } from "@/lib/server/platform/text";
import type { ClientRow } from "@/lib/server/sync/stored-clients";
import { syncClients } from "@/lib/server/sync/sync-clients";

/** `create` is the operation whose result this is, if its secret was lost or its outcome is open. */
function clientOf(
  actor: Principal,
  row: ClientRow,
  { create, link }: { create: OperationRow | undefined; link: RotationLink | undefined },
): Client {
  const { clientId, name, consoleUser } = row;
  const base = {
    ...{ clientId, name, consoleUser },
    consoleAt: row.consoleAt?.toISOString() ?? null,
    scopes: splitList(row.scopes),
    mayDelete: mayDelete(actor, row, create),
    mayRotate: mayRotate(actor, row, { create, link }),
    rotation: link ?? null,
  };
  const state = clientState(row, create);
  if (create) {
    const { purpose, actorName: createdBy, requestedAt } = create;
    const isLost = state === "orphaned";
    const origin = isLost ? "orphaned" : "creating";
    return { ...base, purpose, createdBy, createdAt: requestedAt.toISOString(), origin, secretSeen: !isLost };
  }
  return {
    ...base,
    origin: row.origin === "managed" ? "managed" : "unmanaged",
    purpose: row.purpose,
    createdBy: row.createdByName,
    createdAt: row.createdAt?.toISOString() ?? null,
    secretSeen: state !== "unconfirmed",
  };
}

const COLUMNS = {
  name: [{ column: "sortName" }, { column: "id" }],
  id: [{ column: "clientId" }],
  created: [{ column: "createdAt", isNullable: true }, { column: "id" }],
};

async function findPage(clusterId: string, { search, sort = "name", direction, after, name }: ClientListQuery) {
  const keys = COLUMNS[sort].map(
    (key) => ({ ...key, direction: direction === "descending" ? "desc" : "asc" }) as const,
  );
  const size = pageSize(after);
  const words = searchable(search ?? "").split(/\s+/);
  const where = {
    clusterId,
    goneAt: null,
    ...(name && { name }),
    AND: words.flatMap((word) => (word === "" ? [] : [{ searchText: { contains: word } }])),
  };
  const isFiltered = where.AND.length > 0 || name !== undefined;
  const last = after
    ? requireCursor(await db().client.findUnique({ where: { clusterId_clientId: { clusterId, clientId: after } } }))
    : null;
  const [rows, found] = await Promise.all([
    db().client.findMany({
      where: { ...where, ...(last && following(last, keys)) },
      orderBy: orderBy(keys),
      take: size + 1,
    }),
    isFiltered ? db().client.count({ where }) : null,
  ]);
  return { ...pageOf(rows, size, ({ clientId }) => clientId), found };
}

/**
 * One page of a cluster's clients from the stored list, joined with Latchkey's own data. A list that is not fresh is
 * updated first (one upstream call), and marked as stale when that fails.
 * @throws AppError forbidden, cluster_not_found
 */
export async function listClients(
  principal: Principal,
  clusterId: string,
  query: ClientListQuery = {},
): Promise<ClientList> {
  const actor = await requireRight(principal, "clients.read", { clusterId });
  const { refresh, ...page } = query;
  const { cluster, asOf, stale, isComplete } = await syncClients(clusterId, { refresh: refresh === "1" });
  // With the revision in the key, a reader who has seen a change never gets a page from before it.
  const key = `page of clients ${clusterId} ${cluster?.clientsRevision} ${JSON.stringify(page)}`;
  const [{ rows, nextAfter, found }, operations] = await Promise.all([
    singleFlight(key, () => findPage(clusterId, page)),
    findOpenOperations(actor, clusterId),
  ]);
  const [orphans, open, rotations] = await Promise.all([
    findOrphans(rows),
    findOpenCreates(rows),
    findOpenRotations(rows),
  ]);
  const total = cluster?.clientCount ?? 0;
  return {
    clients: rows.map((row) =>
      clientOf(actor, row, { create: orphans.get(row.id) ?? open.get(row.id), link: rotations.get(row.id) }),
    ),
    operations,
    mayCreate: may(actor.role, "clients.create"),
    rules: clientRules(),
    proposedOwner: { memberId: actor.memberId, name: actor.name },
    total,
    found: found ?? total,
    nextAfter,
    isComplete,
    asOf: asOf?.toISOString() ?? null,
    stale,
  };
}
