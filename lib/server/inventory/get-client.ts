import "server-only";
import type { ClientFacts } from "@/lib/contract/inventory";
import type { Principal } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { mayDelete, mayEdit, mayRotate } from "@/lib/server/clients/client-state";
import { inventoryRows } from "@/lib/server/inventory/inventory-row";
import { findLineage } from "@/lib/server/inventory/lineage";
import { clientRules } from "@/lib/server/metadata/rules";
import { db } from "@/lib/server/platform/database/db";
import { AppError } from "@/lib/server/platform/errors";
import type { ClientRow } from "@/lib/server/sync/stored-clients";

/** Who deleted a client that is gone, by the stored activity log. A delete of ours is in our own history. */
async function findDeletedElsewhere({
  clusterId,
  clientId,
  goneAt,
}: ClientRow): Promise<ClientFacts["deletedElsewhere"]> {
  if (goneAt === null) return null;
  const client = { clusterId, clientId, kind: "delete" };
  const [own, event] = await Promise.all([
    db().operation.findFirst({ where: { ...client, state: "succeeded" }, select: { id: true } }),
    db().consoleEvent.findFirst({
      where: client,
      orderBy: [{ at: { sort: "desc", nulls: "last" } }, { id: "desc" }],
      select: { userId: true, at: true },
    }),
  ]);
  return own ? null : { userId: event?.userId ?? null, at: event?.at?.toISOString() ?? null };
}

/**
 * All that is stored about a client, also about one that is gone: no upstream call.
 * @throws AppError forbidden, cluster_not_found, client_not_found
 */
export async function getClient(principal: Principal, clusterId: string, clientId: string): Promise<ClientFacts> {
  const actor = await requireRight(principal, "clients.read", { clusterId, clientId });
  const row = await db().client.findUnique({ where: { clusterId_clientId: { clusterId, clientId } } });
  const [found] = row ? await inventoryRows([row]) : [];
  if (!found) throw new AppError("client_not_found");
  const { client, create } = found;
  return {
    client,
    mayDelete: mayDelete(actor, found.row, create),
    mayEdit: mayEdit(actor, found.row),
    rotation: {
      mayRotate: mayRotate(actor, found.row, { create, link: client.rotation }),
      rules: clientRules(),
      ...(await findLineage(found.row)),
    },
    deletedElsewhere: await findDeletedElsewhere(found.row),
  };
}
