import "server-only";
import { isDeletionNear, LAST_WARNING_MS, nextLook, warningDue } from "@/lib/server/metadata/end-steps";
import { writeNotice } from "@/lib/server/outbox/write-notice";
import { db, type Tx, transaction } from "@/lib/server/platform/database/db";
import type { ClientRow } from "@/lib/server/sync/stored-clients";

/** When a deletion that could not be carried out is tried again, in milliseconds. */
const RETRY_MS = 300_000;

/** What every notice about a client has. */
const aboutClient = ({ id, clusterId, clusterName, name }: ClientRow) => ({
  clusterId,
  clientRowId: id,
  detail: { clientName: name, clusterName },
});

/** What makes a warning one. The last one before a deletion is written again after a rotation, which has held that. */
const keyOf = ({ id, endsAt }: ClientRow, before: number, rotations: string | null) =>
  [id, endsAt?.toISOString(), before / 60_000, rotations].filter((part) => part !== null).join(" ");

/**
 * A fingerprint of a client's rotations that are over, finished or given up: it changes whenever another one ends. Null if
 * there are none.
 */
async function endedRotations({ clusterId, clientId }: ClientRow): Promise<string | null> {
  const either = [{ oldClientId: clientId }, { newClientId: clientId }];
  const { _count: count, _max: last } = await db().rotation.aggregate({
    where: { clusterId, openKey: null, OR: either },
    _count: true,
    // A rotation can be reopened. It then stops counting, and ends at a new time later.
    _max: { givenUpAt: true, oldDeletedAt: true },
  });
  const instants = [last.givenUpAt, last.oldDeletedAt].map((at) => at?.toISOString() ?? "-");
  return count === 0 ? null : `${count} ${instants.join(" ")}`;
}

/** Writes the warning that is due, or that an end has come of which people wanted to be reminded. Each once. */
async function warn(tx: Tx, row: ClientRow, now: Date, rotations: string | null): Promise<void> {
  const before = warningDue(row, now);
  if (before === null || !row.endsAt) return;
  const { detail, ...about } = aboutClient(row);
  await writeNotice(tx, {
    kind: before === 0 ? "client_ended" : "end_near",
    key: keyOf(row, before, rotations),
    ...about,
    detail: {
      ...detail,
      endsAt: row.endsAt.toISOString(),
      action: row.endAction ?? "remind",
      minutesBefore: String(before / 60_000),
      setBy: row.endSetByName ?? "",
    },
  });
}

async function askForReview(tx: Tx, row: ClientRow, now: Date): Promise<void> {
  if (!row.reviewAt || row.reviewAt > now) return;
  const { detail, ...about } = aboutClient(row);
  const reviewAt = row.reviewAt.toISOString();
  await writeNotice(tx, {
    kind: "review_due",
    key: `${row.id} ${reviewAt}`,
    ...about,
    detail: { ...detail, reviewAt },
  });
}

/** Since when people know that the client is about to be deleted. Null if they don't. */
async function findLastWarning(row: ClientRow, rotations: string | null): Promise<Date | null> {
  const key = `end_near:${keyOf(row, LAST_WARNING_MS, rotations)}`;
  return (await db().noticeEvent.findUnique({ where: { key }, select: { at: true } }))?.at ?? null;
}

/**
 * Writes what people should be told about a client now, and when the job looks at it next. Of one that was deleted
 * because its end came, it writes that.
 * @returns the earliest time of its deletion: its end, and not within an hour after the last warning. Null if it is not
 *   to be deleted
 */
export async function tellDue(row: ClientRow): Promise<Date | null> {
  if (row.goneAt !== null) {
    await tellEnded(row);
    return null;
  }
  const now = new Date();
  const isNear = isDeletionNear(row, now);
  const rotations = isNear ? await endedRotations(row) : null;
  const lastWarning = isNear ? await findLastWarning(row, rotations) : null;
  const warnedAt = lastWarning ?? now;
  const deleteAt = isNear && row.endsAt ? latest(row.endsAt, new Date(warnedAt.getTime() + LAST_WARNING_MS)) : null;
  const retryAt = deleteAt && latest(deleteAt, new Date(now.getTime() + RETRY_MS));
  const next = nextLook(row, now);
  const endDueAt = isNear ? (deleteAt && deleteAt > now ? deleteAt : retryAt) : next;
  return transaction(async (tx) => {
    const { id, endsAt, endAction, reviewAt, endDueAt: seen } = row;
    const where = { id, endsAt, endAction, reviewAt, endDueAt: seen, goneAt: null };
    const { count } = await tx.client.updateMany({ where, data: { endDueAt } });
    // Somebody has just changed it, or another instance looks at it.
    if (count === 0) return null;
    if (!lastWarning) await warn(tx, row, now, rotations);
    await askForReview(tx, row, now);
    return deleteAt;
  });
}

const latest = (a: Date, b: Date): Date => (a > b ? a : b);

/** The deletes because an end has come: Latchkey's own have no actor, and those of a rotation have its ID. */
const BY_END = { kind: "delete", actorId: "", rotationId: null };

/** Writes that a client is gone because its end came. Nothing for one that is gone for another reason. */
export async function tellEnded(row: ClientRow): Promise<void> {
  const { id, clusterId, clientId } = row;
  const state = { in: ["requested", "unknown", "succeeded"] };
  await transaction(async (tx) => {
    const where = { clusterId, clientId, ...BY_END, state };
    const ended = await tx.operation.findFirst({ where, orderBy: { requestedAt: "desc" } });
    // A list can say that the client is gone before the outcome of its delete is known.
    const isOpen = ended !== null && ended.state !== "succeeded";
    const endDueAt = isOpen ? new Date(Date.now() + RETRY_MS) : null;
    const { count } = await tx.client.updateMany({ where: { id, goneAt: { not: null } }, data: { endDueAt } });
    if (count === 0 || !ended || isOpen) return;
    const { detail, ...about } = aboutClient(row);
    const setBy = row.endSetByName ?? "";
    await writeNotice(tx, { kind: "client_ended", key: ended.id, ...about, detail: { ...detail, setBy } });
  });
}
