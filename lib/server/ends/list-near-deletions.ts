import "server-only";
import type { NearDeletions } from "@/lib/contract/waiting";
import type { Principal } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { mayEdit } from "@/lib/server/clients/client-state";
import { endOf } from "@/lib/server/metadata/end";
import { db } from "@/lib/server/platform/database/db";

const NEAR_MS = 7 * 86_400_000;
/** The number of clients that a cluster's page names. */
const MOST = 5;

/** The clients of a cluster that are deleted within 7 days, the next first. @throws AppError cluster_not_found */
export async function listNearDeletions(principal: Principal, clusterId: string): Promise<NearDeletions> {
  const actor = await requireRight(principal, "clients.read", { clusterId });
  const rows = await db().client.findMany({
    where: { clusterId, goneAt: null, endAction: "delete", endsAt: { lt: new Date(Date.now() + NEAR_MS) } },
    orderBy: [{ endsAt: "asc" }, { id: "asc" }],
    take: MOST + 1,
  });
  const clients = rows.slice(0, MOST).flatMap((row) => {
    const end = endOf(row);
    return end ? [{ clusterId, clientId: row.clientId, name: row.name, end, mayEdit: mayEdit(actor, row) }] : [];
  });
  return { clients, hasMore: rows.length > MOST };
}
