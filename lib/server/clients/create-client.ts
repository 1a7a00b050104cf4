import "server-only";
import type { CreateClientInput, CreateClientResult } from "@/lib/contract/clients";
import type { Principal } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { sendCreate } from "@/lib/server/clients/send-create";
import { ownerColumns } from "@/lib/server/metadata/owner";
import { checkRules } from "@/lib/server/metadata/rules";
import { openCreate, operationOf } from "@/lib/server/operations/operations";
import { clusterOf, findClusterRow } from "@/lib/server/sync/stored-clusters";

/**
 * Creates a client: stores the operation first, then sends one POST, which is never sent again.
 * @returns "created" with the secret, once; or "pending" with the operation: unknown when Camunda's response was
 *   unclear, in its current state when the key was used before
 * @throws AppError forbidden, invalid_input, name_in_progress; name_taken, create_refused, cluster_not_found or console_* when Camunda
 *   clearly refused, so nothing was created
 */
export async function createClient(
  principal: Principal,
  clusterId: string,
  input: CreateClientInput,
): Promise<CreateClientResult> {
  const actor = await requireRight(principal, "clients.create", { clusterId });
  const stored = await findClusterRow(clusterId);
  const cluster = stored && clusterOf(stored);
  const place = { clusterId, clusterName: cluster?.name ?? null };
  const owner = await ownerColumns(input.owner);
  if (input.end?.action === "delete") await requireRight(principal, "clients.delete", { clusterId, isOwn: true });
  checkRules({ name: input.name, ownerName: owner.ownerName, purpose: input.purpose ?? null });
  const { row, isNew } = await openCreate(actor, place, { ...input, ...owner });
  if (!isNew) return { outcome: "pending", operation: operationOf(row, actor) };

  const created = await sendCreate(actor, row, cluster);
  if (created.outcome === "refused") throw created.error;
  return created;
}
