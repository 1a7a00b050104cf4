import type { Connection } from "@/lib/contract/clients";
import type { Endpoints } from "@/lib/contract/clusters";
import { type Link, readLink } from "@/lib/credentials/links";
import { isAtLeast, parseVersion } from "@/lib/credentials/versions";

/** Where a cluster is reached. Every URL is without a trailing slash. */
export type Hosts = {
  regionId: string;
  /** "host:443", without a scheme, as ZEEBE_ADDRESS wants it. */
  grpc: string;
  /** The base of the REST API; clients add "/v2" themselves. */
  rest: string;
  operate: string;
  tasklist: string;
  optimize: string;
};

/** Something to know about addresses that are right. */
export type Notice = { title: string; text: string };

type HostsResult =
  | { ok: true; hosts: Hosts; notices: readonly Notice[] }
  /** There is no address that could be trusted; `message` says why, and what to do. */
  | { ok: false; message: string };

/** The parts of a connection that its hosts depend on. */
type HostsInput = Pick<Connection, "clusterId" | "clusterVersion" | "clusterStatus" | "regionId" | "endpoints">;

const CREATING =
  "The cluster is still being created, and Camunda has not said yet where it is reached. Once it is Healthy, the files are in this client's connection details.";
const NO_LINKS =
  "Camunda does not say where this cluster is reached: it gives no links, and so no region. Try again later, or look the addresses up in Camunda Console.";
const NO_VERSION =
  "Camunda tells neither this cluster's version nor the family of its addresses, so they would be a guess. Try again later, or look them up in Camunda Console.";
const REMOVED_IN_8_10: Notice = {
  title: "These addresses are removed with Camunda 8.10",
  text: "Before the cluster is updated to it, take new connection details for this client.",
};

/** A host that 8.10 removes: REST, Operate and Tasklist up to 8.8. gRPC and Optimize stay. */
const LEGACY_REST_HOST = /^[a-z]+-\d+\.(zeebe|operate|tasklist)\.camunda\.io$/;
const UNIFIED_REST_HOST = /^[a-z]+-\d+\.api\.camunda\.io$/;
const GRPC_HOST = /^[a-f\d-]+\.[a-z]+-\d+\.zeebe\.camunda\.io$/;

/**
 * The short region id stands before the service's name: "bru-2" in "bru-2.zeebe.camunda.io" and in
 * "<uuid>.bru-2.zeebe.camunda.io". Its shape is the one that Desktop Modeler checks for.
 */
const REGION_IN_HOST = /(?:^|\.)([a-z]+-\d+)\.[a-z]+\.camunda\.io$/;

/**
 * Finds a cluster's addresses: from Camunda's own links first, and from the version's template only where they are
 * silent. Up to 8.8 each part has its own host; from 8.9 on REST, Operate and Tasklist share `<region>.api.camunda.io`.
 * What neither the links nor the version tell is not guessed.
 */
export function resolveHosts(input: HostsInput): HostsResult {
  const { clusterId, endpoints } = input;
  const zeebe = readLink(endpoints.zeebe);
  // A host alone leaves out the cluster: it tells the region, and nothing more.
  const operate = withPath(readLink(endpoints.operate));
  const tasklist = withPath(readLink(endpoints.tasklist));
  const optimize = withPath(readLink(endpoints.optimize));
  const zeebeIsGrpc = zeebe !== null && GRPC_HOST.test(zeebe.host);
  const rest = zeebeIsGrpc ? null : withPath(zeebe);

  const regionId = regionIdOf(endpoints) ?? input.regionId;
  if (regionId === null) return { ok: false, message: input.clusterStatus === "Creating" ? CREATING : NO_LINKS };
  // The template tells where a cluster will be; that it is there already is Camunda's to say.
  if (input.clusterStatus === "Creating" && zeebe === null) return { ok: false, message: CREATING };
  const unified = usesUnifiedHosts(input, [rest, operate, tasklist]);
  if (unified === null) return { ok: false, message: NO_VERSION };

  // Where the links go to a stand-in, the addresses that the template adds belong there too.
  const standIn = Object.values(endpoints).flatMap((endpoint) => readLink(endpoint)?.standIn ?? [])[0];
  const at = (service: string, path: string) => `${standIn ?? "https:/"}/${regionId}.${service}.camunda.io/${path}`;
  const restTemplate = (service: string, below: string) =>
    unified ? at("api", `${clusterId}${below}`) : at(service, clusterId);

  const hosts: Hosts = {
    regionId,
    grpc: zeebeIsGrpc ? `${zeebe.host}:443` : `${clusterId}.${regionId}.zeebe.camunda.io:443`,
    rest: rest?.url ?? restTemplate("zeebe", ""),
    operate: operate?.url ?? restTemplate("operate", "/operate"),
    tasklist: tasklist?.url ?? restTemplate("tasklist", "/tasklist"),
    optimize: optimize?.url ?? at("optimize", clusterId),
  };
  return { ok: true, hosts, notices: noticesOf(input, hosts) };
}

/**
 * The short region id, such as "bru-2", from whichever of the endpoints tells it; null when none does.
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

/** Whether the client's own templates, which know the hosts up to 8.8 only, would miss this REST address. */
export function isUnifiedRest(hosts: Hosts): boolean {
  return UNIFIED_REST_HOST.test(readLink(hosts.rest)?.host ?? "");
}

function withPath(link: Link | null): Link | null {
  return link === null || link.path === "" ? null : link;
}

/** The version decides; where it is unknown, one link of a family gives the others away. Null when nothing does. */
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
      text: "These addresses are right, but may not answer until it is Healthy.",
    });
  }
  const removed = [hosts.rest, hosts.operate, hosts.tasklist].some((url) =>
    LEGACY_REST_HOST.test(readLink(url)?.host ?? ""),
  );
  if (removed) notices.push(REMOVED_IN_8_10);
  return notices;
}
