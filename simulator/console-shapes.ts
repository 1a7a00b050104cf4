import { uuidFor } from "./identifiers";
import { grpcAddress, linksOf } from "./links";
import type { SimulatedClient, SimulatedCluster } from "./state";

/** The organization that owns all clusters. */
const OWNER_ID = uuidFor("organization");

const REGION_LABELS = new Map([
  ["bru-2", "Belgium, Europe (europe-west1)"],
  ["lhr-1", "London, Europe (europe-west2)"],
  ["dsm-1", "Iowa, North America (us-central1)"],
  ["sin-1", "Singapore, Asia (asia-southeast1)"],
  ["syd-1", "Sydney, Australia (australia-southeast1)"],
]);

/** A cluster as the Console API sends it: without the fields in `omits`, and with the undeclared ones in `extras`. */
export function clusterShape(cluster: SimulatedCluster, baseUrl: string): Record<string, unknown> {
  const component = (name: keyof SimulatedCluster["components"]) => cluster.components[name] ?? cluster.status;
  const shape: Record<string, unknown> = {
    uuid: cluster.uuid,
    name: cluster.name,
    ownerId: OWNER_ID,
    created: cluster.created,
    planType: named("plan", cluster.plan),
    region: named("region", REGION_LABELS.get(cluster.regionId) ?? cluster.regionId),
    generation: named("generation", cluster.generation),
    channel: named("channel", cluster.channel),
    autoUpdate: true,
    status: {
      ready: cluster.status,
      zeebeStatus: component("zeebe"),
      operateStatus: component("operate"),
      tasklistStatus: component("tasklist"),
      optimizeStatus: component("optimize"),
      connectorsStatus: component("connectors"),
    },
    links: linksOf(cluster, baseUrl, OWNER_ID),
    encryption: { type: "provider-managed" },
    ...cluster.extras,
  };
  const omits = cluster.links === "missing" ? [...cluster.omits, "links"] : cluster.omits;
  for (const field of omits) delete shape[field];
  return shape;
}

/** A client in a list: it has no uuid, dates, creator or last use. */
export function listedClientShape({ name, clientId, permissions }: SimulatedClient): Record<string, unknown> {
  return { name, clientId, permissions };
}

/** The create response: the only one that contains the secret. */
export function createdClientShape(
  cluster: SimulatedCluster,
  client: SimulatedClient,
  baseUrl: string,
): Record<string, unknown> {
  const shape: Record<string, unknown> = {
    name: client.name,
    uuid: client.uuid,
    clientId: client.clientId,
    clientSecret: client.clientSecret,
    permissions: client.permissions,
    audience: cluster.audience,
  };
  const { links } = clusterShape(cluster, baseUrl);
  if (links !== undefined) shape["links"] = links;
  return shape;
}

/** The details of one client, under the names of its variables. */
export function clientDetailsShape(
  cluster: SimulatedCluster,
  client: SimulatedClient,
  baseUrl: string,
): Record<string, unknown> {
  return {
    name: client.name,
    ZEEBE_ADDRESS: grpcAddress(cluster),
    ZEEBE_CLIENT_ID: client.clientId,
    ZEEBE_AUTHORIZATION_SERVER_URL: `${baseUrl}/oauth/token`,
  };
}

/** One entry of the activity. The values of `entity` are not published. */
export function activityShape(
  verb: "created" | "deleted",
  client: { name: string; clientId: string },
  clusterUuid: string,
  userId: string,
  at: number,
): { audit: string; entityId: string; [field: string]: unknown } {
  return {
    service: "console",
    orgId: OWNER_ID,
    timestamp: at,
    audit: `API client ${client.name} ${verb}`,
    auditType: verb === "created" ? "c" : "d",
    entity: "client",
    entityId: client.clientId,
    userId,
    parentEntity: "cluster",
    parentEntityId: clusterUuid,
  };
}

function named(kind: string, name: string): { name: string; uuid: string } {
  return { name, uuid: uuidFor(`${kind} ${name}`) };
}
