import "server-only";
import type { ClientState } from "@/lib/contract/inventory-filters";
import { may } from "@/lib/contract/rights";
import type { Role } from "@/lib/contract/roles";
import type { RotationLink } from "@/lib/contract/rotation-links";
import type { Principal } from "@/lib/server/access/principal";
import type { OperationRow } from "@/lib/server/operations/operations";
import type { ClientRow } from "@/lib/server/sync/stored-clients";

/** How long a browser can take to confirm that it showed a secret, in milliseconds. After that it may be unseen. */
const CONFIRM_MS = 120_000;

const confirmableSince = () => new Date(Date.now() - CONFIRM_MS);

/** Whether nobody may have seen the secret of a client that was created here. */
function isUnconfirmed({ origin, secretShownAt, createdAt }: ClientRow): boolean {
  return origin === "managed" && secretShownAt === null && (createdAt === null || createdAt < confirmableSince());
}

/** Prisma's condition for the clients for which `isUnconfirmed` is true. */
export function unconfirmedClients() {
  return {
    origin: "managed",
    secretShownAt: null,
    OR: [{ createdAt: null }, { createdAt: { lt: confirmableSince() } }],
  };
}

/** `create` is the operation whose result the client is, if its secret was lost or its outcome is open. */
export function clientState(row: ClientRow, create: OperationRow | undefined): ClientState {
  if (row.goneAt !== null) return "gone";
  if (create) return create.state === "orphaned" ? "orphaned" : "active";
  return isUnconfirmed(row) ? "unconfirmed" : "active";
}

/** Whether a member may edit a client: the role is the one held on its cluster, null for none. */
export function mayEdit(
  { memberId, role }: { memberId: string; role: Role | null },
  { createdById, goneAt }: Pick<ClientRow, "createdById" | "goneAt">,
): boolean {
  return goneAt === null && may(role, "clients.edit", { isOwn: createdById === memberId });
}

/** Whether a member may say that a client is deleted at its end. */
export function mayEndByDelete(
  { memberId, role }: { memberId: string; role: Role | null },
  { createdById }: Pick<ClientRow, "createdById">,
): boolean {
  return may(role, "clients.delete", { isOwn: createdById === memberId });
}

/** Whether a member may delete a client. `create` is as in `clientState`: while its outcome is open, nobody may. */
export function mayDelete(actor: Principal, row: ClientRow, create: OperationRow | undefined): boolean {
  if (row.goneAt !== null || (create && create.state !== "orphaned")) return false;
  return may(actor.role, "clients.delete", { isOwn: (create?.actorId ?? row.createdById) === actor.memberId });
}

/** Whether a member may rotate a client: not while its outcome is open or nobody has its secret, nor twice at once. */
export function mayRotate(
  actor: Principal,
  row: ClientRow,
  { create, link }: { create: OperationRow | undefined; link: RotationLink | undefined },
): boolean {
  if (row.goneAt !== null || create || link?.part === "old") return false;
  return may(actor.role, "clients.rotate", { isOwn: row.createdById === actor.memberId });
}
