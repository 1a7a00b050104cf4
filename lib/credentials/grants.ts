import type { Connection } from "@/lib/contract/clients";
import { isUnifiedRest, resolveHosts } from "@/lib/credentials/hosts";
import { isAtLeast, parseVersion } from "@/lib/credentials/versions";

/**
 * Whether a new client can do nothing until it is granted rights in the cluster, as from 8.8 on. If Camunda leaves out
 * the version, the hosts that came with 8.9 show it; null if nothing does.
 */
export function needsGrants(connection: Connection): boolean | null {
  const version = parseVersion(connection.clusterVersion);
  if (version !== null) return isAtLeast(version, 8, 8);
  const resolved = resolveHosts(connection);
  return resolved.ok && isUnifiedRest(resolved.hosts) ? true : null;
}
