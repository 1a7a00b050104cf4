import type { SimulatedCluster } from "./state";

/** Reads major and minor version from any form of generation.name: "8.6.5", "Camunda 8.8+gen3", "Zeebe 8.5.2". */
function versionOf(cluster: SimulatedCluster): { major: number; minor: number } {
  const [, major = "0", minor = "0"] = /(\d+)\.(\d+)/.exec(cluster.generation) ?? [];
  return { major: Number(major), minor: Number(minor) };
}

/** Whether the cluster's version is at least 8.`minor`. */
export function isAtLeast(cluster: SimulatedCluster, minor: number): boolean {
  const version = versionOf(cluster);
  return version.major > 8 || (version.major === 8 && version.minor >= minor);
}

/** The gRPC address at the real host: the simulator does not serve gRPC. */
export function grpcAddress(cluster: SimulatedCluster): string {
  return `${cluster.uuid}.${cluster.regionId}.zeebe.camunda.io:443`;
}

/**
 * A cluster's links. The real host is the first segment of the path: everything is served on loopback, and a link still
 * contains the region id. Up to 8.8 each service has its own host; from 8.9 on all but Optimize share one.
 */
export function linksOf(cluster: SimulatedCluster, baseUrl: string, ownerId: string): Record<string, string | null> {
  const { uuid, regionId } = cluster;
  const at = (service: string) =>
    cluster.links === "bare-host"
      ? `${uuid}.${regionId}.${service}.camunda.io`
      : `${baseUrl}/${regionId}.${service}.camunda.io/${uuid}`;
  const below = (path: string) => (cluster.links === "bare-host" ? at(path) : `${at("api")}/${path}`);
  const unified = isAtLeast(cluster, 9);
  const links: Record<string, string> = {
    connectors: at("connectors"),
    console: `${baseUrl}/console.cloud.camunda.io/org/${ownerId}/cluster/${uuid}`,
    oauth: `${baseUrl}/oauth/token`,
    operate: unified ? below("operate") : at("operate"),
    optimize: at("optimize"),
    tasklist: unified ? below("tasklist") : at("tasklist"),
    zeebe: unified && cluster.links !== "bare-host" ? at("api") : at("zeebe"),
  };
  if (isAtLeast(cluster, 8)) links["identity"] = unified ? below("admin") : `${at("zeebe")}/identity`;
  return cluster.links === "nulls" ? Object.fromEntries(Object.keys(links).map((name) => [name, null])) : links;
}
