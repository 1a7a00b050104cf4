import type { StartRotationInput } from "@/lib/contract/rotations";
import { db } from "@/lib/server/platform/database/db";

const DAY_MS = 86_400_000;

type Planned = Exclude<StartRotationInput, { reason: "leak" }>;

/** What the dialog sends to rotate a client, with a day of overlap. */
export function rotateInput(changes: Partial<Planned> = {}): Planned {
  return {
    reason: "rotate",
    key: crypto.randomUUID(),
    name: "orders-worker-2",
    scopes: ["Zeebe"],
    deadline: new Date(Date.now() + DAY_MS).toISOString(),
    deadlineAction: "remind",
    ...changes,
  };
}

/** What the dialog sends when the secret of orders-worker has leaked. */
export function leakInput(changes: { key?: string; name?: string; confirmation?: string } = {}): StartRotationInput {
  const { key, name, scopes } = rotateInput();
  return { reason: "leak", key, name, scopes, confirmation: "orders-worker", ...changes };
}

/** What happened to a rotation, in the order of the history: action and outcome. */
export async function newsOf(rotationId: string): Promise<string[]> {
  const events = await db().auditEvent.findMany({
    where: { action: { startsWith: "rotation." }, detail: { contains: rotationId } },
    orderBy: { seq: "asc" },
  });
  return events.map(({ action, outcome }) => `${action} ${outcome}`);
}
