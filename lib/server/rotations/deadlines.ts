import "server-only";
import { deleteBySchedule } from "@/lib/server/clients/delete-by-schedule";
import { isCurrent } from "@/lib/server/clients/is-current";
import type { Job, JobRun } from "@/lib/server/jobs/runner";
import { isBeingDeleted } from "@/lib/server/operations/operations";
import { db } from "@/lib/server/platform/database/db";
import { log } from "@/lib/server/platform/log";
import { following, orderBy, type SortKey } from "@/lib/server/platform/page";
import type { RotationRow } from "@/lib/server/sync/stored-rotations";

const EVERY_MS = 60_000;
/** Rotations per query. */
const SLICE = 100;
/** After a delete that Camunda refused or did not carry out, the next try waits this long, in milliseconds. */
const PAUSE_MS = 3_600_000;

const ORDER: SortKey[] = [
  { column: "deadline", direction: "asc" },
  { column: "id", direction: "asc" },
];

/** The old client is to be deleted: its time is over, and somebody said that the new one is rolled out. */
const due = () => ({
  openKey: { not: null },
  ...{ deadlineAction: "delete", deadline: { lte: new Date() } },
  ...{ rolledOutAt: { not: null }, oldDeletedAt: null, newClientId: { not: null } },
});

/** The rotations that are due. Some of them wait, so those after them must be reached. */
async function* dueRotations(): AsyncGenerator<RotationRow> {
  let rows: RotationRow[] = [];
  do {
    const last = rows.at(-1);
    rows = await db().rotation.findMany({
      where: { AND: [due(), last ? following(last, ORDER) : {}] },
      orderBy: orderBy(ORDER),
      take: SLICE,
    });
    yield* rows;
  } while (rows.length === SLICE);
}

/**
 * Deletes the old client of a rotation that was due when it was read. Another instance may have read it too, and somebody
 * may have changed it since.
 */
export async function deleteOld(rotation: RotationRow): Promise<void> {
  const { id, clusterId, oldClientId, oldName, newClientId, deadlineSetById, deadlineSetByName } = rotation;
  // A list that is old does not say whether the new client still exists.
  if (newClientId === null || !(await isCurrent(clusterId))) return;
  const outcome = await deleteBySchedule({
    ...{ clusterId, clientId: oldClientId, clientName: oldName, rotationId: id },
    ...{ setById: deadlineSetById, setByName: deadlineSetByName },
    async stillDue(tx) {
      const { count } = await tx.rotation.updateMany({ where: { id, ...due() }, data: { deadlineAction: "delete" } });
      // If the new client was deleted, the old one may be all that works.
      const isThere = (await tx.client.count({ where: { clusterId, clientId: newClientId, goneAt: null } })) === 1;
      const works = isThere && !(await isBeingDeleted(tx, clusterId, newClientId));
      const since = { gt: new Date(Date.now() - PAUSE_MS) };
      const failed = await tx.operation.count({
        where: { rotationId: id, kind: "delete", state: { in: ["rejected", "not_done"] }, settledAt: since },
      });
      return count === 1 && works && failed === 0;
    },
  });
  if (outcome.kind === "refused" || outcome.kind === "unclear")
    log.warn("old client not deleted", { clusterId, clientId: oldClientId, error: outcome.error });
}

/**
 * Deletes the old clients of rotations whose deadline has come, where that was chosen. One whose new client is not rolled
 * out waits, and people are told that it is late.
 */
export const ROTATIONS = {
  name: "rotations",
  everyMs: EVERY_MS,
  async run({ signal }: Pick<JobRun, "signal">) {
    for await (const row of dueRotations()) {
      if (signal.aborted) return;
      await deleteOld(row).catch((error: unknown) =>
        log.error("old client not deleted", { clusterId: row.clusterId, clientId: row.oldClientId, error }),
      );
    }
  },
} satisfies Job;
