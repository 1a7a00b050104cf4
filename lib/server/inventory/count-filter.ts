import "server-only";
import type { InventoryCounts, InventoryFilter } from "@/lib/contract/inventory";
import {
  ALL_SCOPES,
  CLIENT_ORIGINS,
  CLIENT_STATES,
  type CountedFilter,
  DATES_DUE,
  NO_OWNER,
} from "@/lib/contract/inventory-filters";
import { SCOPES } from "@/lib/contract/scopes";
import { findVisible, type Principal } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { countMatches } from "@/lib/server/inventory/inventory-walk";
import { findMatches } from "@/lib/server/inventory/inventory-where";
import { splitList } from "@/lib/server/platform/comma-list";
import { db } from "@/lib/server/platform/database/db";

/** Ages, and times since then, in days that the page offers. */
const AGES = [90, 180, 365];
const SINCE = [1, 7, 30];
const MOST_LABELS = 12;
const DAY_MS = 86_400_000;

/** The day so many days ago, in UTC. */
export const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10);

/** The labels that most clusters have, of those that this member may know of. */
async function findLabels(principal: Principal): Promise<string[]> {
  const rows = await db().cluster.groupBy({
    by: ["labels"],
    where: { goneAt: null, labels: { not: "" }, ...(await findVisible(principal, "id")) },
    _count: { _all: true },
    orderBy: { _count: { id: "desc" } },
    take: 100,
  });
  return [...new Set(rows.flatMap(({ labels }) => splitList(labels)))].slice(0, MOST_LABELS);
}

/** The filters that set this one to each of its values. */
async function valuesOf(principal: Principal, of: CountedFilter): Promise<[value: string, set: InventoryFilter][]> {
  const FIXED: Record<Exclude<CountedFilter, "label">, [string, InventoryFilter][]> = {
    state: CLIENT_STATES.map((state) => [state, { state }]),
    origin: CLIENT_ORIGINS.map((origin) => [origin, { origin }]),
    scope: [...SCOPES, ALL_SCOPES].map((scope) => [scope, { scope }]),
    owner: [[NO_OWNER, { owner: NO_OWNER }]],
    age: AGES.map((age) => [String(age), { age }]),
    since: SINCE.map(daysAgo).map((since) => [since, { since }]),
    review: DATES_DUE.map((review) => [review, { review }]),
    end: DATES_DUE.map((end) => [end, { end }]),
  };
  if (of !== "label") return FIXED[of];
  return (await findLabels(principal)).map((label) => [label, { label }]);
}

/**
 * What the list would have with each value of one filter, beside the others.
 * @throws AppError forbidden
 */
export async function countFilter(
  principal: Principal,
  filter: InventoryFilter,
  of: CountedFilter,
): Promise<InventoryCounts> {
  await requireRight(principal, "clients.read");
  const counts: InventoryCounts["counts"] = [];
  // One after the other, so that one page does not hold all connections.
  for (const [value, set] of await valuesOf(principal, of))
    counts.push({ value, ...(await countMatches(await findMatches(principal, { ...filter, ...set }))) });
  return { counts };
}
