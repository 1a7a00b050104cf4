import "server-only";
import type { ChangeRotationInput, RotationDeadlineInput, RotationStep } from "@/lib/contract/rotations";
import type { Principal } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { isBeingDeleted } from "@/lib/server/operations/operations";
import { type Tx, transaction } from "@/lib/server/platform/database/db";
import { AppError } from "@/lib/server/platform/errors";
import { checkDeadline } from "@/lib/server/rotations/check-deadline";
import { requireRotation } from "@/lib/server/rotations/rotation-rights";
import { appendRotationEvent, type RotationNews, type RotationRow } from "@/lib/server/sync/stored-rotations";

const COLUMNS = { taken: "takenAt", tested: "testedAt", rolledOut: "rolledOutAt" } as const satisfies Record<
  RotationStep,
  keyof RotationRow
>;

type Change = {
  data: Parameters<Tx["rotation"]["updateMany"]>[0]["data"];
  news: Omit<RotationNews, "rotation" | "outcome">;
  /** It takes back that the old client may be deleted: too late once Latchkey has begun to. */
  takesBack: boolean;
  /** It is about the new client. After a leak, there is still much to do once the old one is deleted. */
  isStep?: boolean;
};

/** Changes a rotation, with its event, in one transaction. */
async function store(
  principal: Principal,
  rotationId: string,
  { data, news, takesBack, isStep = false }: Change,
): Promise<void> {
  const { actor, rotation } = await requireRotation(principal, rotationId);
  await transaction(async (tx) => {
    // First the row that the job at the deadline writes too, then what it did.
    const state = isStep ? { givenUpAt: null, newClientId: { not: null } } : { openKey: { not: null } };
    const { count } = await tx.rotation.updateMany({ where: { id: rotationId, ...state }, data });
    if (count === 0) throw new AppError("operation_changed");
    const isTooLate = takesBack && (await isBeingDeleted(tx, rotation.clusterId, rotation.oldClientId));
    if (isTooLate) throw new AppError("delete_in_progress");
    await appendRotationEvent(tx, actor, { ...news, rotation, outcome: "succeeded" });
  });
}

/**
 * Whether a change is the tick that a deletion at the deadline waits for: it may come in the next minute.
 * @throws AppError not_found, forbidden
 */
export async function letsDelete(
  principal: Principal,
  rotationId: string,
  input: ChangeRotationInput,
): Promise<boolean> {
  const { rotation } = await requireRotation(principal, rotationId);
  return rotation.deadlineAction === "delete" && "step" in input && input.step === "rolledOut" && input.isDone;
}

/**
 * Ticks or unticks a step, or gives a rotation up: from then on nobody is reminded, and nothing is deleted.
 * @throws AppError not_found, forbidden; operation_changed when it was given up, or there is no new client that a step could
 *   be done with, or it is finished and can't be given up; delete_in_progress
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
    isStep: true,
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
