import "server-only";
import type { DismissInput } from "@/lib/contract/findings";
import type { Principal } from "@/lib/server/access/principal";
import { limit } from "@/lib/server/access/rate-limit";
import { currentActor, refuse, requireRight } from "@/lib/server/access/rights";
import { mayEdit } from "@/lib/server/clients/client-state";
import { appendEvent } from "@/lib/server/history/append-event";
import { db, transaction } from "@/lib/server/platform/database/db";
import { AppError } from "@/lib/server/platform/errors";

type Dismissal = { dismissedUntil: Date | null; dismissedReason: string | null };
const isSame = (a: Dismissal, b: Dismissal) =>
  a.dismissedUntil?.getTime() === b.dismissedUntil?.getTime() && a.dismissedReason === b.dismissedReason;

/**
 * Dismisses findings until a day, with a reason, or opens them again. All are checked before the first is changed. Each
 * change has its event.
 * @throws AppError forbidden, cluster_not_found, operation_changed for a finding that is gone
 */
export async function dismissFindings(principal: Principal, { findings, dismissal }: DismissInput): Promise<void> {
  // Each adds an event, and events stay.
  await limit("edit", principal.memberId, findings.length);
  const checked = [];
  for (const { clusterId, clientId, rule } of findings) {
    const actor = await requireRight(principal, "clients.edit", { clusterId, clientId, isOwn: true });
    const finding = await db().finding.findFirst({
      where: { rule, client: { clusterId, clientId, goneAt: null } },
      include: { client: true },
    });
    if (!finding) throw new AppError("operation_changed");
    if (!mayEdit(actor, finding.client))
      await refuse(actor, "forbidden", { clusterId, clientId, detail: { right: "clients.edit" } });
    checked.push({ actor, finding });
  }
  for (const { actor, finding } of checked) {
    const { clientRowId, rule, client } = finding;
    const data = {
      dismissedUntil: dismissal && new Date(dismissal.until),
      dismissedReason: dismissal?.reason ?? null,
      dismissedById: dismissal && actor.memberId,
      dismissedByName: dismissal && actor.name,
    };
    if (isSame(finding, data)) continue;
    await transaction(async (tx) => {
      if (!mayEdit(await currentActor(tx, actor, client.clusterId), client)) throw new AppError("forbidden");
      const { count } = await tx.finding.updateMany({ where: { clientRowId, rule }, data });
      if (count === 0) throw new AppError("operation_changed");
      await appendEvent(tx, actor, {
        action: dismissal ? "finding.dismiss" : "finding.reopen",
        outcome: "succeeded",
        clusterId: client.clusterId,
        clusterName: client.clusterName || null,
        clientId: client.clientId,
        clientName: client.name,
        detail: { rule, ...dismissal },
      });
    });
  }
}
