import type { Connection } from "@/lib/contract/clients";
import type { Scope } from "@/lib/contract/scopes";
import { resolveHosts } from "@/lib/credentials/hosts";
import { fitsSingleQuotes, singleQuoted } from "@/lib/credentials/single-quotes";

type Grant = { resourceType: string; permissionTypes: readonly string[] };

/**
 * The least that a client needs in the cluster for what its scopes open. The words are those of the Orchestration Cluster
 * API; which of them are the least is our reading of Camunda's documentation of authorizations.
 */
const GRANTS: Partial<Record<Scope, readonly Grant[]>> = {
  Zeebe: [
    {
      resourceType: "PROCESS_DEFINITION",
      permissionTypes: ["READ_PROCESS_DEFINITION", "CREATE_PROCESS_INSTANCE", "UPDATE_PROCESS_INSTANCE"],
    },
    { resourceType: "RESOURCE", permissionTypes: ["CREATE"] },
    { resourceType: "MESSAGE", permissionTypes: ["CREATE"] },
  ],
  Tasklist: [{ resourceType: "PROCESS_DEFINITION", permissionTypes: ["READ_USER_TASK", "UPDATE_USER_TASK"] }],
  Operate: [
    { resourceType: "PROCESS_DEFINITION", permissionTypes: ["READ_PROCESS_DEFINITION", "READ_PROCESS_INSTANCE"] },
  ],
};

/** The grants of these scopes, one for each kind of resource. */
function grantsOf(scopes: readonly string[]): Grant[] {
  const byType = new Map<string, Set<string>>();
  for (const [scope, grants] of Object.entries(GRANTS))
    for (const { resourceType, permissionTypes } of scopes.includes(scope) ? grants : [])
      byType.set(resourceType, new Set([...(byType.get(resourceType) ?? []), ...permissionTypes]));
  return [...byType].map(([resourceType, types]) => ({ resourceType, permissionTypes: [...types] }));
}

/**
 * Shell commands that grant a client the least for its scopes: one request of the Orchestration Cluster API for each kind
 * of resource, with a token in `$TOKEN` of somebody who may grant. Empty where nothing can be granted so.
 */
export function grantCommands(connection: Connection): string[] {
  const resolved = resolveHosts(connection);
  if (!resolved.ok) return [];
  const { rest } = resolved.hosts;
  if (rest === null || ![rest, connection.clientId].every(fitsSingleQuotes)) return [];
  return grantsOf(connection.scopes).map(({ resourceType, permissionTypes }) => {
    const body = { ownerType: "CLIENT", ownerId: connection.clientId, resourceType, resourceId: "*", permissionTypes };
    const address = singleQuoted(`${rest}/v2/authorizations`);
    return `curl -X POST ${address} -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d ${singleQuoted(JSON.stringify(body))}`;
  });
}
