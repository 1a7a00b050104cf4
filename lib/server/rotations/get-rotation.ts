import "server-only";
import { ERRORS } from "@/lib/contract/errors";
import { may } from "@/lib/contract/rights";
import type { RotationDetails } from "@/lib/contract/rotations";
import type { Principal } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { mayDelete } from "@/lib/server/clients/client-state";
import { clientRules } from "@/lib/server/metadata/rules";
import { operationOf } from "@/lib/server/operations/operations";
import { splitList } from "@/lib/server/platform/comma-list";
import { db } from "@/lib/server/platform/database/db";
import { AppError, errorCodeOf } from "@/lib/server/platform/errors";
import { findClient, findRotation, isOwnRotation } from "@/lib/server/rotations/rotation-rights";
import { rotationsOf } from "@/lib/server/rotations/rotation-rows";

/**
 * A rotation with all that its page says, from what is stored: no upstream call.
 * @throws AppError not_found, forbidden
 */
export async function getRotation(principal: Principal, rotationId: string): Promise<RotationDetails> {
  const row = await findRotation(principal, rotationId);
  const { clusterId, oldClientId } = row;
  const actor = await requireRight(principal, "clients.read", { clusterId });
  const [old, create, deletion, [rotation]] = await Promise.all([
    findClient(clusterId, oldClientId),
    db().operation.findFirst({ where: { rotationId, kind: "create" }, orderBy: { requestedAt: "desc" } }),
    db().operation.findFirst({
      where: { clusterId, clientId: oldClientId, kind: "delete", state: { in: ["requested", "unknown"] } },
      orderBy: { requestedAt: "desc" },
    }),
    rotationsOf([row]),
  ]);
  if (!rotation) throw new AppError("not_found");
  const refusal = create?.state === "rejected" && create.errorCode ? errorCodeOf(create.errorCode) : null;
  return {
    rotation,
    create: create && operationOf(create, actor),
    createRefusal: refusal && ERRORS[refusal][1],
    deletion: deletion && (deletion.state === "unknown" ? "unknown" : "requested"),
    scopes: splitList(create?.scopes ?? old?.scopes ?? ""),
    rules: clientRules(),
    mayChange: may(actor.role, "clients.rotate", { isOwn: isOwnRotation(actor, row, old) }),
    mayDeleteOld: old !== null && mayDelete(actor, old, undefined),
  };
}
