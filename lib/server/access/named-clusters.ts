import "server-only";
import type { Tx } from "@/lib/server/platform/database/db";

const BY_NAME = "name:";
/** The target of a grant for the clusters with such names. `*` stands for any characters. */
export const clustersNamed = (pattern: string) => `${BY_NAME}${pattern}`;

/** Clusters per statement while a new pattern is compared with all names. */
const COMPARED = 200;

type Named = { id: string; name: string };
type Match = { target: string; clusterId: string };

/** The pattern of names of a grant's target; null for other targets. */
export function namePattern(target: string): string | null {
  return target.startsWith(BY_NAME) ? target.slice(BY_NAME.length) : null;
}

/** Whether a cluster's name matches a pattern of names. */
export function matchesName(pattern: string, name: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s").test(name);
}

/** The targets that have a pattern of names, of all grants. */
async function findTargets(tx: Tx): Promise<string[]> {
  // Only the first condition can use an index.
  const where = { target: { gte: BY_NAME, startsWith: BY_NAME } };
  const rows = await tx.grant.groupBy({ by: ["target"], where });
  return rows.map(({ target }) => target);
}

function matchesOf(targets: readonly string[], clusters: readonly Named[]): Match[] {
  return clusters.flatMap(({ id, name }) =>
    targets
      .filter((target) => matchesName(namePattern(target) ?? "", name))
      .map((target) => ({ target, clusterId: id })),
  );
}

/**
 * Finds the clusters of patterns that no grant has yet. Call it before the grants with these targets are written, in
 * their transaction.
 */
export async function matchNewTargets(tx: Tx, targets: readonly string[]): Promise<void> {
  const wanted = new Set(targets.filter((target) => namePattern(target) !== null));
  if (wanted.size === 0) return;
  const known = await findTargets(tx);
  const added = [...wanted].filter((target) => !known.includes(target));
  if (added.length === 0) return;
  // What patterns without a grant matched was not kept up to date.
  await tx.namedCluster.deleteMany({ where: { target: { notIn: known } } });
  let page: Named[] = [];
  do {
    page = await tx.cluster.findMany({
      where: { id: { gt: page.at(-1)?.id ?? "" } },
      orderBy: { id: "asc" },
      take: COMPARED,
      select: { id: true, name: true },
    });
    await tx.namedCluster.createMany({ data: matchesOf(added, page) });
  } while (page.length === COMPARED);
}

/**
 * Stores which patterns these clusters' names match, so that access follows a name at the moment it is stored. Call it
 * after the clusters are written, in their transaction, which must have locked the organization's row first: changes of
 * grants wait for it, or it for them.
 */
export async function matchNewNames(tx: Tx, clusters: readonly Named[]): Promise<void> {
  const targets = await findTargets(tx);
  if (targets.length === 0) return;
  const matches = matchesOf(targets, clusters);
  const stored = await tx.namedCluster.findMany({ where: { clusterId: { in: clusters.map(({ id }) => id) } } });
  const keyOf = ({ target, clusterId }: Match) => `${clusterId} ${target}`;
  const [now, before] = [new Set(matches.map(keyOf)), new Set(stored.map(keyOf))];
  const ended = stored.filter((match) => !now.has(keyOf(match)));
  if (ended.length > 0) await tx.namedCluster.deleteMany({ where: { OR: ended } });
  await tx.namedCluster.createMany({ data: matches.filter((match) => !before.has(keyOf(match))) });
}
