import "server-only";
import { DEADLINE_ACTIONS, ROTATION_REASONS, type Rotation } from "@/lib/contract/rotations";
import { splitList } from "@/lib/server/platform/comma-list";
import { db } from "@/lib/server/platform/database/db";
import type { RotationRow } from "@/lib/server/sync/stored-rotations";

const textOf = (at: Date | null) => at?.toISOString() ?? null;

/** A stored word, or the first of its list: this version wrote all of them. */
const wordOf = <Word extends string>(words: readonly [Word, ...Word[]], stored: string): Word =>
  words.find((word) => word === stored) ?? words[0];

/** Rotations in the contract's form, in their order: two statements for all of them. */
export async function rotationsOf(rows: readonly RotationRow[]): Promise<Rotation[]> {
  const clusterId = { in: [...new Set(rows.map((row) => row.clusterId))] };
  const clientId = { in: rows.flatMap((row) => [row.oldClientId, row.newClientId ?? []].flat()) };
  const [clusters, clients] = await Promise.all([
    db().cluster.findMany({ where: { id: clusterId }, select: { id: true, name: true, labels: true } }),
    db().client.findMany({
      where: { clusterId, clientId },
      select: { clusterId: true, clientId: true, name: true, goneAt: true },
    }),
  ]);
  const byId = new Map(clusters.map((cluster) => [cluster.id, cluster]));
  const byPlace = new Map(clients.map((client) => [`${client.clusterId}/${client.clientId}`, client]));
  return rows.map((row) => {
    const partOf = (id: string, name: string) => {
      const client = byPlace.get(`${row.clusterId}/${id}`);
      return { clientId: id, name: client?.name ?? name, isGone: client !== undefined && client.goneAt !== null };
    };
    return {
      id: row.id,
      clusterId: row.clusterId,
      clusterName: byId.get(row.clusterId)?.name || row.clusterId,
      clusterLabels: splitList(byId.get(row.clusterId)?.labels ?? ""),
      reason: wordOf(ROTATION_REASONS, row.reason),
      note: row.note,
      oldClient: partOf(row.oldClientId, row.oldName),
      newClient: row.newClientId === null ? null : partOf(row.newClientId, row.newName),
      newName: row.newName,
      deadline: row.deadline.toISOString(),
      deadlineAction: wordOf(DEADLINE_ACTIONS, row.deadlineAction),
      takenAt: textOf(row.takenAt),
      isTakenReported: row.isTakenReported,
      testedAt: textOf(row.testedAt),
      rolledOutAt: textOf(row.rolledOutAt),
      oldDeletedAt: textOf(row.oldDeletedAt),
      givenUpAt: textOf(row.givenUpAt),
      isOpen: row.openKey !== null,
      startedBy: row.startedByName,
      startedAt: row.startedAt.toISOString(),
    };
  });
}
