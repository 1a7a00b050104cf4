import "server-only";
import type { ChangeRotationInput, RotationDeadlineInput, RotationStep } from "@/lib/contract/rotations";
import type { Principal } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { isBeingDeleted } from "@/lib/server/operations/operations";
import { db, type Tx, transaction } from "@/lib/server/platform/database/db";
import { AppError } from "@/lib/server/platform/errors";
import { checkDeadline } from "@/lib/server/rotations/check-deadline";
import { requireRotation } from "@/lib/server/rotations/rotation-rights";
import { appendRotationEvent, type RotationNews, type RotationRow } from "@/lib/server/sync/stored-rotations";

const COLUMNS = { taken: "takenAt", tested: "testedAt", rolledOut: "rolledOutAt" } as const satisfies Record<
  RotationStep,
  keyof RotationRow
>;

type Update = Parameters<Tx["rotation"]["updateMany"]>[0];
type Where = NonNullable<Update["where"]>;
type Change = {
  data: Update["data"];
  news: Omit<RotationNews, "rotation" | "outcome">;
  /** It takes back that the old client may be deleted: too late once Latchkey has begun to. */
  takesBack: boolean;
  /** Which rotations it can be made to. By default those in progress. */
  state?: Where;
  /** Which of them are not yet as it makes them. The others stay as they are, without an event. */
  unlessDone?: Where;
};

const IN_PROGRESS = { openKey: { not: null } };
/** With a new client that steps can be done with. After a leak, they come once the old client is deleted. */
const WITH_STEPS = { givenUpAt: null, newClientId: { not: null }, OR: [IN_PROGRESS, { reason: "leak" }] };

/** Changes a rotation, with its event, in one transaction. */
async function store(
  principal: Principal,
  rotationId: string,
  { data, news, takesBack, state = IN_PROGRESS, unlessDone = {} }: Change,
): Promise<void> {
  const { actor, rotation } = await requireRotation(principal, rotationId);
  await transaction(async (tx) => {
    // First the row that the job at the deadline writes too, then what it did.
    const where = { id: rotationId, ...state };
    const { count } = await tx.rotation.updateMany({ where: { ...where, ...unlessDone }, data });
    if (count === 0) {
      if ((await tx.rotation.count({ where })) === 0) throw new AppError("operation_changed");
      return;
    }
    const isTooLate = takesBack && (await isBeingDeleted(tx, rotation.clusterId, rotation.oldClientId));
    if (isTooLate) throw new AppError("delete_in_progress");
    await appendRotationEvent(tx, actor, { ...news, rotation, outcome: "succeeded" });
  });
}

/**
 * Whether a change lets Latchkey delete a client by itself, perhaps in the next minute: the tick that a deletion at the
 * deadline waits for, or the end of a rotation that holds a client's own end.
 * @throws AppError not_found, forbidden
 */
export async function letsDelete(
  principal: Principal,
  rotationId: string,
  input: ChangeRotationInput,
): Promise<boolean> {
  const { rotation } = await requireRotation(principal, rotationId);
  if ("step" in input) return rotation.deadlineAction === "delete" && input.step === "rolledOut" && input.isDone;
  const { clusterId, oldClientId, newClientId } = rotation;
  const clientId = { in: newClientId === null ? [oldClientId] : [oldClientId, newClientId] };
  return (await db().client.count({ where: { clusterId, clientId, goneAt: null, endAction: "delete" } })) > 0;
}

/**
 * Ticks or unticks a step, or gives a rotation up: from then on nobody is reminded, and nothing is deleted.
 * Ticking a step that is ticked changes nothing.
 * @throws AppError not_found, forbidden; operation_changed when it was given up, or is finished, which after a leak still
 *   takes ticks, or there is no new client that a step could be done with, or a browser reported what is unticked;
 *   delete_in_progress
 */
export async function changeRotation(
  principal: Principal,
  rotationId: string,
  input: ChangeRotationInput,
): Promise<void> {
  const now = new Date();
  if ("givesUp" in input)
    return store(principal, rotationId, {
      data: { givenUpAt: now, openKey: null },
      news: { action: "rotation.give-up" },
      takesBack: true,
    });
  const { step, isDone } = input;
  return store(principal, rotationId, {
    data: { [COLUMNS[step]]: isDone ? now : null },
    news: { action: "rotation.change", detail: { step, done: isDone ? "yes" : "no" } },
    takesBack: !isDone,
    // What a browser has reported stays done.
    state: step === "taken" && !isDone ? { ...WITH_STEPS, isTakenReported: false } : WITH_STEPS,
    unlessDone: { [COLUMNS[step]]: isDone ? null : { not: null } },
  });
}

/** To say that the old client is deleted then is to delete it: a rotation can outlast the role that started it. */
async function requireDelete(principal: Principal, rotationId: string): Promise<void> {
  const { rotation, old } = await requireRotation(principal, rotationId);
  const { clusterId, oldClientId: clientId } = rotation;
  const isOwn = old?.createdById === principal.memberId;
  await requireRight(principal, "clients.delete", { clusterId, clientId, isOwn });
}

/**
 * Changes when the overlap ends and what happens then.
 * @throws AppError not_found, forbidden, invalid_input, operation_changed, delete_in_progress
 */
export async function changeDeadline(
  principal: Principal,
  rotationId: string,
  { deadline, deadlineAction }: RotationDeadlineInput,
): Promise<void> {
  checkDeadline(deadline);
  if (deadlineAction === "delete") await requireDelete(principal, rotationId);
  return store(principal, rotationId, {
    data: {
      ...{ deadline: new Date(deadline), deadlineAction },
      ...{ deadlineSetById: principal.memberId, deadlineSetByName: principal.name },
    },
    news: { action: "rotation.change", detail: { deadline, deadlineAction } },
    takesBack: true,
  });
}
