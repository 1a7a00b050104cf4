import "server-only";
import type { Role } from "@/lib/contract/roles";
import { type AuditActor, appendEvent } from "@/lib/server/audit/append-event";
import { limit } from "@/lib/server/identity/rate-limit";
import { transaction } from "@/lib/server/platform/db";
import { AppError } from "@/lib/server/platform/errors";

/** A signed-in member with a role, in one request. Use cases take it first and never read the request. */
export type Actor = AuditActor & { memberId: string; role: Role };

/** Everything one can be allowed to do, and who is. This is the only place where rights are decided. */
const RIGHTS = {
  "clusters.read": ["owner", "auditor"],
  "clients.read": ["owner", "auditor"],
  "clients.create": ["owner"],
  "clients.delete": ["owner"],
  "clients.test": ["owner"],
  "audit.read": ["owner", "auditor"],
} as const satisfies Record<string, readonly Role[]>;
export type Right = keyof typeof RIGHTS;

type Subject = { clusterId?: string; clientId?: string };

/** Whether a role includes a right: for buttons too, but buttons never protect anything. */
export function may(role: Role, right: Right): boolean {
  const roles: readonly Role[] = RIGHTS[right];
  return roles.includes(role);
}

/**
 * Lets the actor through, or writes the refusal down and throws.
 * @throws AppError forbidden, rate_limited
 */
export async function requireRight(actor: Actor, right: Right, subject: Subject = {}): Promise<void> {
  if (!may(actor.role, right)) await refuse(actor, "forbidden", { ...subject, detail: { right } });
}

/**
 * Writes a refusal down, then throws it. Past a limit it is only thrown: an event can never be taken away again.
 * @throws AppError the refusal, or rate_limited
 */
export async function refuse(
  actor: AuditActor & { memberId: string },
  code: "forbidden" | "no_access",
  about: Subject & { detail?: Record<string, unknown> } = {},
): Promise<never> {
  await limit("refusal", actor.memberId);
  await transaction((tx) => appendEvent(tx, actor, { action: "access.refuse", outcome: "refused", ...about }));
  throw new AppError(code);
}
