import type { Role } from "@/lib/contract/roles";
import { type Access, type Principal, strongestRole } from "@/lib/server/access/principal";

const request = { address: "127.0.0.1", requestId: "5f0c2f0e-7a53-4a58-9f57-000000000001" };

/** The access of a role on all clusters. */
export const everywhere = (role: Role): Access => ({ everywhere: role, byCluster: new Map(), byName: new Map() });

/** The access of these roles on these clusters. */
export const onClusters = (roles: Record<string, Role>): Access => ({
  everywhere: null,
  byCluster: new Map(Object.entries(roles)),
  byName: new Map(),
});

/** A principal for tests, as from a live session. */
export function principalWith(access: Access, name = "Test member", memberId: string = crypto.randomUUID()): Principal {
  const role = strongestRole(access);
  if (role === null) throw new Error("A principal has a role.");
  return { memberId, name, role, access, ...request };
}

export const OWNER = principalWith(everywhere("owner"), "Test owner", "00000000-0000-4000-8000-000000000001");
export const SECOND_OWNER = principalWith(everywhere("owner"), "Second owner", "00000000-0000-4000-8000-000000000002");
export const AUDITOR = principalWith(everywhere("auditor"), "Test auditor", "00000000-0000-4000-8000-000000000003");
