import "server-only";
import type { ClientFacts } from "@/lib/contract/inventory";
import type { Principal } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { mayDelete, mayEdit, mayRotate } from "@/lib/server/clients/client-state";
import { findOpenRotations } from "@/lib/server/clients/open-rotations";
import { inventoryRows } from "@/lib/server/inventory/inventory-row";
import { findLineage } from "@/lib/server/inventory/lineage";
import { clientRules } from "@/lib/server/metadata/rules";
import { db } from "@/lib/server/platform/database/db";
import { AppError } from "@/lib/server/platform/errors";

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
  const link = (await findOpenRotations([found.row])).get(found.row.id);
  return {
    client,
    mayDelete: mayDelete(actor, found.row, create),
    mayEdit: mayEdit(actor, found.row),
    rotation: {
      link: link ?? null,
      mayRotate: mayRotate(actor, found.row, { create, link }),
      rules: clientRules(),
      ...(await findLineage(found.row)),
    },
  };
}
