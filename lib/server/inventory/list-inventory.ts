import "server-only";
import { cappedCount } from "@/lib/contract/capped-count";
import { findingTitle } from "@/lib/contract/finding-rules";
import type { InventoryFilter, InventoryPage, InventoryQuery } from "@/lib/contract/inventory";
import { pageSize } from "@/lib/contract/lists";
import { may } from "@/lib/contract/rights";
import { findVisible, type Principal } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { inventoryRows } from "@/lib/server/inventory/inventory-row";
import { countMatches, findRows } from "@/lib/server/inventory/inventory-walk";
import { findMatches } from "@/lib/server/inventory/inventory-where";
import { suggest } from "@/lib/server/inventory/suggest";
import { db } from "@/lib/server/platform/database/db";
import { pageOf, requireCursor } from "@/lib/server/platform/page";

/** How many clients the clusters have that a member may know of, and how old their lists are. */
async function findSnapshot(principal: Principal) {
  const where = { goneAt: null, ...(await findVisible(principal, "id")) };
  const [{ _sum, _min, _count }, failed] = await Promise.all([
    db().cluster.aggregate({
      where,
      _sum: { clientCount: true },
      _min: { clientsListedAt: true },
      _count: { _all: true, clientsListedAt: true },
    }),
    db().cluster.count({ where: { ...where, syncError: { not: null } } }),
  ]);
  return {
    total: _sum.clientCount ?? 0,
    asOf: {
      oldest: _min.clientsListedAt?.toISOString() ?? null,
      unlisted: _count._all - _count.clientsListedAt,
      failed,
    },
  };
}

/** The names of what a filter has by ID, of those that this member may know of. */
async function findNames(principal: Principal, { cluster, owner, finding }: InventoryFilter) {
  const nameOf = async (of: "cluster" | "owner", value: string | undefined) =>
    value === undefined ? null : ((await suggest(principal, { of, value }))[0]?.label ?? null);
  return {
    cluster: await nameOf("cluster", cluster),
    owner: await nameOf("owner", owner),
    finding: finding === undefined ? null : findingTitle(finding),
  };
}

/**
 * One page of the clients of all clusters that a member may know of, as they are stored: no upstream call.
 * @throws AppError forbidden; invalid_input for a page that begins after an unknown row
 */
export async function listInventory(principal: Principal, query: InventoryQuery = {}): Promise<InventoryPage> {
  await requireRight(principal, "clients.read");
  const { after, sort, direction, ...filter } = query;
  const visible = await findVisible(principal, "clusterId");
  const last = after ? requireCursor(await db().client.findFirst({ where: { AND: [{ id: after }, visible] } })) : null;
  const matches = await findMatches(principal, filter);
  const size = pageSize(after);
  const isFiltered = Object.keys(filter).length > 0;
  const [read, counted, snapshot, names] = await Promise.all([
    findRows(matches, { sort, direction }, { after: last, take: size + 1 }),
    after || !isFiltered ? null : countMatches(matches),
    findSnapshot(principal),
    findNames(principal, filter),
  ]);
  const { rows, nextAfter } = pageOf(read, size, ({ id }) => id);
  const clients = (await inventoryRows(rows)).map(({ client }) => client);
  const { total } = snapshot;
  // A count that stopped early can be less than what is listed.
  const found = counted ? { ...counted, count: Math.max(counted.count, rows.length) } : cappedCount(total);
  const mayEdit = may(principal.role, "clients.edit", { isOwn: true });
  return { clients, found: after ? null : found, nextAfter, ...snapshot, mayEdit, names };
}
