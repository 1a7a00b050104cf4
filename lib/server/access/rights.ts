import "server-only";
import type { Role } from "@/lib/contract/roles";
import type { Principal } from "@/lib/server/access/principal";
import { limit } from "@/lib/server/access/rate-limit";
import { appendEvent, type EventActor } from "@/lib/server/history/append-event";
import { transaction } from "@/lib/server/platform/database/db";
import { AppError } from "@/lib/server/platform/errors";

/** All rights, and the roles that have them. Rights are decided only here. */
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

/** Whether a role has a right. Buttons use it too, but a hidden button protects nothing. */
export function may(role: Role, right: Right): boolean {
  const roles: readonly Role[] = RIGHTS[right];
  return roles.includes(role);
}

/**
 * Requires a right: records a refusal in the history and throws it.
 * @throws AppError forbidden, rate_limited
 */
export async function requireRight(principal: Principal, right: Right, subject: Subject = {}): Promise<void> {
  if (!may(principal.role, right)) await refuse(principal, "forbidden", { ...subject, detail: { right } });
}

/**
 * Records a refusal in the history, then throws it. Beyond the rate limit nothing is recorded, because events can't be
 * removed.
 * @throws AppError the refusal, or rate_limited
 */
export async function refuse(
  actor: EventActor & { memberId: string },
  code: "forbidden" | "no_access",
  about: Subject & { detail?: Record<string, unknown> } = {},
): Promise<never> {
  await limit("refusal", actor.memberId);
  await transaction((tx) => appendEvent(tx, actor, { action: "access.refuse", outcome: "refused", ...about }));
  throw new AppError(code);
}
