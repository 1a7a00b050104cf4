import "server-only";
import type { Operation } from "@/lib/contract/operations";
import type { Principal } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { operationOf } from "@/lib/server/operations/operations";
import { db } from "@/lib/server/platform/database/db";
import { AppError } from "@/lib/server/platform/errors";

/** A create operation in its current state. @throws AppError forbidden, not_found */
export async function getOperation(principal: Principal, clusterId: string, operationId: string): Promise<Operation> {
  const actor = await requireRight(principal, "clients.read", { clusterId });
  const row = await db().operation.findUnique({ where: { id: operationId } });
  if (!row || row.clusterId !== clusterId || row.kind !== "create") throw new AppError("not_found");
  return operationOf(row, actor);
}
