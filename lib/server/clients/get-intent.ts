import "server-only";
import type { Intent } from "@/lib/contract/clients";
import { intentOf } from "@/lib/server/clients/intents";
import { type Actor, requireRight } from "@/lib/server/identity/access";
import { db } from "@/lib/server/platform/db";
import { AppError } from "@/lib/server/platform/errors";

/** How one wish to create a client stands now. @throws AppError forbidden, not_found */
export async function getIntent(actor: Actor, clusterId: string, intentId: string): Promise<Intent> {
  await requireRight(actor, "clients.read", { clusterId });
  const row = await db().intent.findUnique({ where: { id: intentId } });
  if (!row || row.clusterId !== clusterId) throw new AppError("not_found");
  return intentOf(row);
}
