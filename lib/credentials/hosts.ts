import type { Connection } from "@/lib/contract/clients";
import type { Endpoints } from "@/lib/contract/clusters";
import { type Link, readLink } from "@/lib/credentials/links";
import { isAtLeast, parseVersion } from "@/lib/credentials/versions";

/** A cluster's addresses, each null if neither the links nor a template give it. URLs have no trailing slash. */
export type Hosts = {
  regionId: string | null;
  /** "host:443", without a scheme, as ZEEBE_ADDRESS expects it. */
  grpc: string | null;
  /** The base of the REST API; clients add "/v2" themselves. */
  rest: string | null;
  operate: string | null;
  tasklist: string | null;
  optimize: string | null;
};

/** Something the user should know about files that are otherwise usable. */
export type Notice = { title: string; text: string };

type HostsResult =
  | { ok: true; hosts: Hosts; notices: readonly Notice[] }
  /** No address is reliable; `message` says why, and what to do. */
  | { ok: false; message: string };

/** The fields of a connection that its hosts depend on. */
type HostsInput = Pick<Connection, "clusterId" | "clusterVersion" | "clusterStatus" | "regionId" | "endpoints">;

const CREATING =
  "The cluster is still being created, and Camunda has not said yet where it is reached. Once it is Healthy, the files are in this client's connection details.";
const NO_LINKS =
  "Camunda does not say where this cluster is reached: none of its links leads to the cluster, and none names its region. Try again later, or look the addresses up in Camunda Console.";
const NO_VERSION =
  "Camunda reports neither this cluster's version nor a link that shows which kind of addresses it has, so they would be a guess. Try again later, or look them up in Camunda Console.";
const REMOVED_IN_8_10: Notice = {
  title: "These URLs stop working in Camunda 8.10",
  text: "Before the cluster is updated to 8.10, get new connection details for this client.",
};

/** A host that 8.10 removes: REST, Operate and Tasklist up to 8.8. gRPC and Optimize stay. */
const LEGACY_REST_HOST = /^[a-z]+-\d+\.(zeebe|operate|tasklist)\.camunda\.io$/;
const UNIFIED_REST_HOST = /^[a-z]+-\d+\.api\.camunda\.io$/;
const GRPC_HOST = /^[a-f\d-]+\.[a-z]+-\d+\.zeebe\.camunda\.io$/;

/**
 * The short region id comes before the service's name: "bru-2" in "bru-2.zeebe.camunda.io" and in
 * "<uuid>.bru-2.zeebe.camunda.io". Its shape is the one that Desktop Modeler checks for.
 */
const REGION_IN_HOST = /(?:^|\.)([a-z]+-\d+)\.[a-z]+\.camunda\.io$/;

/**
 * Finds a cluster's addresses: from Camunda's own links first, and from the version's template where a link is missing.
 * Up to 8.8 each service has its own host; from 8.9 on REST, Operate and Tasklist share `<region>.api.camunda.io`.
 * The template needs the region. Without it, the addresses that the links give are returned and the others are null.
 */
export function resolveHosts(input: HostsInput): HostsResult {
  const { clusterId, endpoints } = input;
  const zeebe = readLink(endpoints.zeebe);
  // A bare host does not name the cluster: it gives the region, and nothing more.
  const operate = withPath(readLink(endpoints.operate));
  const tasklist = withPath(readLink(endpoints.tasklist));
  const optimize = withPath(readLink(endpoints.optimize));
  const grpc = zeebe && grpcAddress(zeebe, clusterId);
  const rest = grpc === null ? withPath(zeebe) : null;

  const regionId = regionIdOf(endpoints) ?? input.regionId;
  // The template says where a cluster will be; only Camunda can say that it is there already.
  const isCreating = input.clusterStatus === "Creating";
  if (isCreating && zeebe === null) return { ok: false, message: CREATING };
  if (regionId === null && grpc === null && rest === null)
    return { ok: false, message: isCreating ? CREATING : NO_LINKS };
  const unified = usesUnifiedHosts(input, [rest, operate, tasklist]);
  if (regionId !== null && unified === null) return { ok: false, message: NO_VERSION };

  // If the links lead to a stand-in, the addresses from the template belong there too.
  const standIn = Object.values(endpoints).flatMap((endpoint) => readLink(endpoint)?.standIn ?? [])[0];
  const at = (service: string, path: string) =>
    regionId === null ? null : `${standIn ?? "https:/"}/${regionId}.${service}.camunda.io/${path}`;
  const restTemplate = (service: string, below: string) =>
    unified ? at("api", `${clusterId}${below}`) : at(service, clusterId);

  const hosts: Hosts = {
    regionId,
    grpc: grpc ?? (regionId === null ? null : `${clusterId}.${regionId}.zeebe.camunda.io:443`),
    rest: rest?.url ?? restTemplate("zeebe", ""),
    operate: operate?.url ?? restTemplate("operate", "/operate"),
    tasklist: tasklist?.url ?? restTemplate("tasklist", "/tasklist"),
    optimize: optimize?.url ?? at("optimize", clusterId),
  };
  return { ok: true, hosts, notices: noticesOf(input, hosts) };
}

/**
 * The short region id, such as "bru-2", from the first endpoint that contains it; null if none does.
 * Camunda's API gives it nowhere else: `region.name` is a long label.
 */
export function regionIdOf(endpoints: Endpoints): string | null {
  const { zeebe, operate, tasklist, optimize, identity, console } = endpoints;
  for (const endpoint of [zeebe, operate, tasklist, optimize, identity, console]) {
    const region = REGION_IN_HOST.exec(readLink(endpoint)?.host ?? "")?.[1];
    if (region !== undefined) return region;
  }
  return null;
}

/** Whether one of these addresses stops working in Camunda 8.10. */
export function usesRemovedHosts({ zeebe, operate, tasklist }: Pick<Endpoints, "zeebe" | "operate" | "tasklist">) {
  return [zeebe, operate, tasklist].some((url) => LEGACY_REST_HOST.test(readLink(url)?.host ?? ""));
}

/** Whether REST is on the host that came with 8.9. Templates inside Camunda's clients only know the older hosts. */
export function isUnifiedRest(hosts: Hosts): boolean {
  return UNIFIED_REST_HOST.test(readLink(hosts.rest)?.host ?? "");
}

/** "host:port" if the link is a gRPC address, whose host begins with the cluster's id; null if it is a REST address. */
function grpcAddress({ url, host, path, standIn }: Link, clusterId: string): string | null {
  if (GRPC_HOST.test(host)) return `${host}:443`;
  if (path !== "" || standIn !== null || !host.startsWith(`${clusterId}.`)) return null;
  return `${host}:${new URL(url).port || "443"}`;
}

function withPath(link: Link | null): Link | null {
  return link === null || link.path === "" ? null : link;
}

/** The version decides; if it is unknown, one link shows which hosts the others use. Null if nothing shows it. */
function usesUnifiedHosts(input: HostsInput, links: readonly (Link | null)[]): boolean | null {
  const version = parseVersion(input.clusterVersion);
  if (version !== null) return isAtLeast(version, 8, 9);
  if (links.some((link) => link !== null && UNIFIED_REST_HOST.test(link.host))) return true;
  if (links.some((link) => link !== null && LEGACY_REST_HOST.test(link.host))) return false;
  return null;
}

function noticesOf(input: HostsInput, hosts: Hosts): Notice[] {
  const notices: Notice[] = [];
  if (input.clusterStatus !== "Healthy") {
    notices.push({
      title: `The cluster is ${input.clusterStatus} now`,
      text: "These addresses are right, but may not respond until it is Healthy.",
    });
  }
  if (usesRemovedHosts({ zeebe: hosts.rest, operate: hosts.operate, tasklist: hosts.tasklist }))
    notices.push(REMOVED_IN_8_10);
  return notices;
}
