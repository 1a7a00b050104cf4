import "server-only";
import type { Role } from "@/lib/contract/roles";
import type { Principal } from "@/lib/server/access/principal";
import { limit } from "@/lib/server/access/rate-limit";
import { appendEvent, type EventActor } from "@/lib/server/history/append-event";
import { transaction } from "@/lib/server/platform/database/db";
import { AppError } from "@/lib/server/platform/errors";

/** Everything that can be allowed, and to whom. This is the only place where rights are decided. */
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
 * Lets the principal through, or writes the refusal to the history and throws.
 * @throws AppError forbidden, rate_limited
 */
export async function requireRight(principal: Principal, right: Right, subject: Subject = {}): Promise<void> {
  if (!may(principal.role, right)) await refuse(principal, "forbidden", { ...subject, detail: { right } });
}

/**
 * Writes a refusal to the history, then throws it. Past a limit it is only thrown: an event can never be removed again.
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
