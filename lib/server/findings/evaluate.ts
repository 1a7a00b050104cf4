import "server-only";
import type { FindingRule } from "@/lib/contract/finding-rules";
import { clientState } from "@/lib/server/clients/client-state";
import { findOpenCreates, findOrphans } from "@/lib/server/clients/list-operations";
import { findingsOf, nameKey, type Surroundings } from "@/lib/server/findings/rules";
import type { Job } from "@/lib/server/jobs/runner";
import { db, transaction } from "@/lib/server/platform/database/db";
import { env } from "@/lib/server/platform/env";
import type { ClientRow } from "@/lib/server/sync/stored-clients";
import type { ClusterRow } from "@/lib/server/sync/stored-clusters";

/** Clients per query and transaction. */
const PAGE = 100;
/** Names per query. */
const NAMES = 1_000;

/**
 * Evaluates all clusters after each sync, including those that are gone. And daily, for what time alone makes: nothing
 * may sync by itself.
 */
export const FINDINGS: Job = {
  name: "findings",
  everyMs: 86_400_000,
  async run({ signal }) {
    let last = "";
    while (!signal.aborted) {
      const next = await db().cluster.findFirst({
        where: { id: { gt: last } },
        orderBy: { id: "asc" },
        select: { id: true },
      });
      if (!next) return;
      await evaluateCluster(next.id);
      last = next.id;
    }
  },
};

/** Applies all rules to all clients of a cluster, and stores the differences. */
export async function evaluateCluster(clusterId: string): Promise<void> {
  const cluster = await db().cluster.findUnique({ where: { id: clusterId } });
  if (!cluster) return;
  const similar = await findSimilarNames(clusterId);
  let last = "";
  for (;;) {
    const rows = await db().client.findMany({
      where: { clusterId, clientId: { gt: last } },
      orderBy: { clientId: "asc" },
      take: PAGE,
    });
    await evaluate(cluster, rows, ({ name }) => similar.has(nameKey(name)));
    last = rows.at(-1)?.clientId ?? "";
    if (rows.length < PAGE) return;
  }
}

/** Applies all rules to at most 200 clients of a cluster, after somebody has edited them. Names can't be edited. */
export async function evaluateClients(clusterId: string, clientIds: readonly string[]): Promise<void> {
  const cluster = await db().cluster.findUnique({ where: { id: clusterId } });
  const rows = await db().client.findMany({
    where: { clusterId, clientId: { in: [...clientIds] } },
    include: { findings: { where: { rule: "similar_names" } } },
  });
  const similar = new Set(rows.flatMap(({ id, findings }) => (findings.length > 0 ? [id] : [])));
  if (cluster) await evaluate(cluster, rows, ({ id }) => similar.has(id));
}

/** The keys that at least two names of a cluster's clients have. */
async function findSimilarNames(clusterId: string): Promise<Set<string>> {
  const seen = new Set<string>();
  const similar = new Set<string>();
  let last = "";
  for (;;) {
    const rows = await db().client.findMany({
      where: { clusterId, goneAt: null, clientId: { gt: last } },
      orderBy: { clientId: "asc" },
      take: NAMES,
      select: { clientId: true, name: true },
    });
    for (const { name } of rows) {
      const key = nameKey(name);
      if (seen.has(key)) similar.add(key);
      seen.add(key);
    }
    last = rows.at(-1)?.clientId ?? "";
    if (rows.length < NAMES) return similar;
  }
}

type Stored = { clientRowId: string; rule: string; dismissedUntil: Date | null };

async function evaluate(
  cluster: ClusterRow,
  rows: readonly ClientRow[],
  hasSimilarName: (row: ClientRow) => boolean,
): Promise<void> {
  const clientRowId = { in: rows.map(({ id }) => id) };
  const [orphans, open, gone, stored] = await Promise.all([
    findOrphans(rows),
    findOpenCreates(rows),
    findGoneOwners(rows),
    db().finding.findMany({ where: { clientRowId } }),
  ]);
  const now = new Date();
  const stateOf = (row: ClientRow): Surroundings["state"] => {
    if (open.has(row.id)) return "creating";
    const state = clientState(row, orphans.get(row.id));
    return state === "gone" ? "active" : state;
  };
  const found = new Map(
    rows.map((row) => [
      row.id,
      findingsOf(row, {
        cluster,
        state: stateOf(row),
        isOwnerGone: row.ownerId !== null && gone.has(row.ownerId),
        hasSimilarName: hasSimilarName(row),
        now,
        maxAgeMs: env().maxAgeMs,
      }),
    ]),
  );
  if (differs(found, stored, now).length === 0) return;
  await transaction(async (tx) => {
    // One evaluation of a cluster at a time. This changes nothing and locks the row.
    await tx.cluster.updateMany({ where: { id: cluster.id }, data: { clientsRevision: { increment: 0 } } });
    const current = await tx.finding.findMany({ where: { clientRowId } });
    const changes = differs(found, current, now);
    const added = changes.filter(({ isFound }) => isFound);
    const ended = changes.filter(({ isFound }) => !isFound);
    if (ended.length > 0)
      await tx.finding.deleteMany({
        where: { OR: ended.map(({ clientRowId: id, rule }) => ({ clientRowId: id, rule })) },
      });
    await tx.finding.createMany({
      data: added.map(({ clientRowId: id, rule }) => ({ clientRowId: id, rule, clusterId: cluster.id, foundAt: now })),
    });
  });
}

/** What to store and what to delete. A dismissed finding is kept until its day, so that it stays dismissed. */
function differs(found: ReadonlyMap<string, readonly FindingRule[]>, stored: readonly Stored[], now: Date) {
  const known = new Set(stored.map(({ clientRowId, rule }) => `${clientRowId} ${rule}`));
  const added = [...found].flatMap(([clientRowId, rules]) =>
    rules
      .filter((rule) => !known.has(`${clientRowId} ${rule}`))
      .map((rule) => ({ clientRowId, rule: rule as string, isFound: true })),
  );
  const ended = stored
    .filter(({ clientRowId, rule, dismissedUntil }) => {
      const isFound = found.get(clientRowId)?.some((each) => each === rule) ?? false;
      return !isFound && (dismissedUntil === null || dismissedUntil <= now);
    })
    .map(({ clientRowId, rule }) => ({ clientRowId, rule, isFound: false }));
  return [...added, ...ended];
}

/** The owners of clients who can't sign in any more: disabled, removed, or unknown. */
async function findGoneOwners(rows: readonly ClientRow[]): Promise<Set<string>> {
  const ids = [...new Set(rows.flatMap(({ ownerId }) => ownerId ?? []))];
  if (ids.length === 0) return new Set();
  const active = await db().member.findMany({
    where: { id: { in: ids }, disabledAt: null, removedAt: null },
    select: { id: true },
  });
  const there = new Set(active.map(({ id }) => id));
  return new Set(ids.filter((id) => !there.has(id)));
}
