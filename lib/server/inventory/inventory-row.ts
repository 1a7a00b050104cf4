import "server-only";
import { REVIEW_RHYTHMS } from "@/lib/contract/end-choices";
import type { InventoryRow } from "@/lib/contract/inventory";
import { clientState } from "@/lib/server/clients/client-state";
import { findOpenCreates, findOrphans } from "@/lib/server/clients/list-operations";
import { findOpenRotations } from "@/lib/server/clients/open-rotations";
import { notDismissed } from "@/lib/server/clusters/open-findings";
import { endOf } from "@/lib/server/metadata/end";
import type { OperationRow } from "@/lib/server/operations/operations";
import { splitList } from "@/lib/server/platform/comma-list";
import { db } from "@/lib/server/platform/database/db";
import type { ClientRow } from "@/lib/server/sync/stored-clients";

const textOf = (at: Date | null | undefined) => at?.toISOString() ?? null;

/** What clients of a page belong to, beside their own rows. */
async function findFacts(rows: readonly ClientRow[]) {
  const [orphans, open, rotations, clusters, findings] = await Promise.all([
    findOrphans(rows),
    findOpenCreates(rows),
    findOpenRotations(rows),
    db().cluster.findMany({
      where: { id: { in: [...new Set(rows.map(({ clusterId }) => clusterId))] } },
      select: { id: true, name: true, labels: true, clientsListedAt: true },
    }),
    db().finding.findMany({
      where: { clientRowId: { in: rows.map(({ id }) => id) }, ...notDismissed() },
      select: { clientRowId: true, rule: true },
      orderBy: { rule: "asc" },
    }),
  ]);
  const rules = new Map<string, string[]>();
  for (const { clientRowId, rule } of findings) rules.set(clientRowId, [...(rules.get(clientRowId) ?? []), rule]);
  return {
    createOf: ({ id }: ClientRow): OperationRow | undefined => orphans.get(id) ?? open.get(id),
    rotations,
    clusters: new Map(clusters.map((cluster) => [cluster.id, cluster])),
    rules,
  };
}

/**
 * Stored clients of any clusters in the inventory's form, in their order, each with the operation whose result it is
 * while its secret is lost or its outcome is open. Six statements for all of them.
 */
export async function inventoryRows(
  rows: readonly ClientRow[],
): Promise<{ client: InventoryRow; row: ClientRow; create: OperationRow | undefined }[]> {
  const { createOf, rotations, clusters, rules } = await findFacts(rows);
  return rows.map((row) => {
    const cluster = clusters.get(row.clusterId);
    const create = createOf(row);
    const createdAt = create?.requestedAt ?? row.createdAt;
    const client: InventoryRow = {
      id: row.id,
      clusterId: row.clusterId,
      clusterName: cluster?.name || row.clusterName || row.clusterId,
      labels: splitList(cluster?.labels ?? ""),
      clientId: row.clientId,
      name: row.name,
      scopes: splitList(row.scopes),
      origin: create || row.origin === "managed" ? "latchkey" : "elsewhere",
      state: clientState(row, create),
      owner: row.ownerName === null ? null : { memberId: row.ownerId, name: row.ownerName },
      purpose: create?.purpose ?? row.purpose,
      tags: splitList(row.tags),
      createdBy: create?.actorName ?? row.createdByName,
      createdAt: textOf(createdAt),
      knownSince: (createdAt ?? row.knownSince ?? row.firstSeenAt).toISOString(),
      adoptedAt: textOf(row.adoptedAt),
      consoleUser: row.consoleUser,
      consoleAt: textOf(row.consoleAt),
      reviewAt: textOf(row.reviewAt),
      reviewEveryDays: REVIEW_RHYTHMS.find((days) => days === row.reviewEveryDays) ?? null,
      end: endOf(row),
      endSetBy: row.endSetByName,
      firstSeenAt: row.firstSeenAt.toISOString(),
      lastSeenAt: textOf(row.goneAt === null ? cluster?.clientsListedAt : row.lastSeenAt),
      goneAt: textOf(row.goneAt),
      testedAt: textOf(row.testedAt),
      testOutcome: row.testOutcome,
      findings: rules.get(row.id) ?? [],
      rotation: rotations.get(row.id) ?? null,
    };
    return { client, row, create };
  });
}
