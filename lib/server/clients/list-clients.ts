import "server-only";
import type { Client, ClientList, ClientListQuery } from "@/lib/contract/clients";
import { pageSize } from "@/lib/contract/lists";
import type { Operation } from "@/lib/contract/operations";
import { may } from "@/lib/contract/rights";
import type { Principal } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { findOpenCreates, findOpenOperations, findOrphans } from "@/lib/server/clients/list-operations";
import { clientRules } from "@/lib/server/metadata/rules";
import { splitList } from "@/lib/server/platform/comma-list";
import { db } from "@/lib/server/platform/database/db";
import { following, orderBy, pageOf, requireCursor } from "@/lib/server/platform/page";
import { singleFlight } from "@/lib/server/platform/single-flight";
import { searchable } from "@/lib/server/platform/text";
import type { ClientRow } from "@/lib/server/sync/stored-clients";
import { syncClients } from "@/lib/server/sync/sync-clients";

/** How long a browser can take to confirm that it showed a secret, in milliseconds. After that it may be unseen. */
const CONFIRM_MS = 120_000;

/** `create` is the operation whose result this is, if its secret was lost or its outcome is open. */
function clientOf(actor: Principal, row: ClientRow, create: Operation | undefined): Client {
  const { clientId, name, secretShownAt, createdAt } = row;
  const isDeletable =
    create?.mayDiscard ?? may(actor.role, "clients.delete", { isOwn: row.createdById === actor.memberId });
  const mayDelete = isDeletable && (!create || create.state === "orphaned");
  const base = { clientId, name, scopes: splitList(row.scopes), mayDelete };
  if (create) {
    const { purpose, requestedBy: createdBy, requestedAt, state } = create;
    const isLost = state === "orphaned";
    const origin = isLost ? "orphaned" : "creating";
    return { ...base, purpose, createdBy, createdAt: requestedAt, origin, secretSeen: !isLost };
  }
  const isManaged = row.origin === "managed";
  const isRecent = createdAt !== null && Date.now() - createdAt.getTime() <= CONFIRM_MS;
  return {
    ...base,
    origin: isManaged ? "managed" : "unmanaged",
    purpose: row.purpose,
    createdBy: row.createdByName,
    createdAt: createdAt?.toISOString() ?? null,
    secretSeen: !isManaged || secretShownAt !== null || isRecent,
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
  const clientIds = rows.map(({ clientId }) => clientId);
  const [orphans, open] = await Promise.all([
    findOrphans(actor, clusterId, clientIds),
    findOpenCreates(actor, clusterId, rows),
  ]);
  const total = cluster?.clientCount ?? 0;
  return {
    clients: rows.map((row) => clientOf(actor, row, orphans.get(row.clientId) ?? open.get(row.clientId))),
    operations,
    mayCreate: may(actor.role, "clients.create"),
    rules: clientRules(),
    total,
    found: found ?? total,
    nextAfter,
    isComplete,
    asOf: asOf?.toISOString() ?? null,
    stale,
  };
}
