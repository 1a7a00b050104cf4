import "server-only";
import type { SecretEventInput } from "@/lib/contract/clients";
import { appendEvent } from "@/lib/server/audit/append-event";
import { healUnwritten, writeAnswer } from "@/lib/server/clients/unwritten";
import { recallCluster } from "@/lib/server/clusters/snapshot";
import { type Actor, requireRight } from "@/lib/server/identity/access";
import { db, transaction } from "@/lib/server/platform/db";
import { AppError } from "@/lib/server/platform/errors";
import { log } from "@/lib/server/platform/log";

/**
 * Writes down what the browser did with a secret that it holds: shown, revealed, copied, downloaded. "shown" also
 * acknowledges the create, so that nobody has to wonder whether anyone saw the secret.
 * @throws AppError forbidden; not_found when this client was not made by this member
 */
export async function recordSecretEvent(
  actor: Actor,
  clusterId: string,
  clientId: string,
  { event, format }: SecretEventInput,
): Promise<void> {
  await requireRight(actor, "clients.create", { clusterId, clientId });
  // An answer that can't be written yet must not hide the others; if it is this one, it is not found below.
  await healUnwritten().catch((error: unknown) => log.warn("answers still not written", { error }));
  const [cluster, intent] = await Promise.all([
    recallCluster(clusterId),
    db().intent.findFirst({
      where: { clusterId, clientId, actorId: actor.memberId, state: { in: ["created", "orphaned"] } },
    }),
  ]);
  if (!intent) throw new AppError("not_found");
  // Whoever has the secret on the screen had the answer: what was taken for lost was not.
  if (intent.state === "orphaned")
    await writeAnswer({ row: intent, clusterName: cluster?.cluster.name ?? null, clientId, told: null });
  await transaction(async (tx) => {
    await appendEvent(tx, actor, {
      action: `secret.${event}`,
      outcome: "succeeded",
      clusterId,
      clusterName: cluster?.cluster.name ?? null,
      clientId,
      clientName: intent.name,
      intentId: intent.id,
      detail: format ? { format } : {},
    });
    if (event === "shown")
      await tx.intent.updateMany({
        where: { id: intent.id, acknowledgedAt: null },
        data: { acknowledgedAt: new Date() },
      });
  });
}
