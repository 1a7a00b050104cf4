import * as z from "zod/mini";
import { errorCodeSchema } from "@/lib/contract/error-body";
import { instantSchema } from "@/lib/contract/instant";
import { listPageShape, listQueryShape } from "@/lib/contract/lists";
import { CLUSTER_GROUPS, CLUSTER_SORTS } from "@/lib/contract/sorts";
import { STAGES } from "@/lib/contract/stages";
import { textSchema } from "@/lib/contract/text";

/** Cluster IDs are UUIDs in lower case. Nothing else can reach a path of the Console API. */
export const clusterIdSchema = z.uuid().check(z.toLowerCase());

/**
 * The addresses of a cluster's parts as Camunda reports them: full URLs, bare hosts, or null.
 * `lib/credentials/hosts` turns them into usable addresses.
 */
export const endpointsSchema = z.object({
  zeebe: z.nullable(z.string()),
  operate: z.nullable(z.string()),
  tasklist: z.nullable(z.string()),
  optimize: z.nullable(z.string()),
  identity: z.nullable(z.string()),
  console: z.nullable(z.string()),
});
export type Endpoints = z.infer<typeof endpointsSchema>;

/** A cluster as Camunda reports it. `status` can be any string: Healthy, Suspended, … or a new one. */
export const clusterSchema = z.object({
  id: clusterIdSchema,
  name: z.string(),
  status: z.string(),
  /** The name of the generation, such as "8.9.2" or "Camunda 8.8+gen3". Null when Camunda omits it. */
  version: z.nullable(z.string()),
  /** The label, such as "Belgium, Europe (europe-west1)". */
  region: z.nullable(z.string()),
  /** The short ID, such as "bru-2", which Camunda reports only in the endpoints. */
  regionId: z.nullable(z.string()),
  plan: z.nullable(z.string()),
  channel: z.nullable(z.string()),
  createdAt: z.nullable(instantSchema),
  /** Such as "prod" or "stage". */
  labels: z.array(z.string()),
  endpoints: endpointsSchema,
});
export type Cluster = z.infer<typeof clusterSchema>;

/** When Camunda last reported the data in the response. Null when it never did. */
export const asOfSchema = z.nullable(instantSchema);

/** Why the response contains stored data instead of current data. Null when it is fresh. */
export const staleSchema = z.nullable(z.object({ code: errorCodeSchema, message: z.string() }));
export type Stale = z.infer<typeof staleSchema>;

/** The query of GET /api/clusters. */
export const clusterListQuerySchema = z.strictObject({
  ...listQueryShape,
  sort: z.optional(z.enum(CLUSTER_SORTS)),
  /** Puts clusters with the same value together; the order is that within each group. */
  group: z.optional(z.enum(CLUSTER_GROUPS)),
  /** What Camunda reports, such as "Healthy". */
  status: z.optional(textSchema(100).check(z.minLength(1))),
  after: z.optional(clusterIdSchema),
});
export type ClusterListQuery = z.infer<typeof clusterListQuerySchema>;

/** GET /api/clusters: one page of the stored list. */
export const clusterListSchema = z.object({
  /** How many clusters each group of this page has. Null for those without a value. Empty for a list without groups. */
  groups: z.array(z.object({ value: z.nullable(z.string()), count: z.int() })),
  clusters: z.array(
    z.extend(z.omit(clusterSchema, { channel: true, createdAt: true, endpoints: true }), {
      stage: z.nullable(z.enum(STAGES)),
      /** Whether one of its addresses stops working in Camunda 8.10. */
      losesHosts: z.boolean(),
      /** The number of clients, and when Camunda last listed them. Null before the first list. */
      clientCount: z.nullable(z.int()),
      clientsListedAt: z.nullable(instantSchema),
      /** When its clients last changed: here, or elsewhere as far as the lists showed. */
      clientsChangedAt: z.nullable(instantSchema),
      /** Why the last sync could not read its clients. */
      syncError: z.nullable(errorCodeSchema),
      /** How many findings are open. */
      openFindings: z.int(),
    }),
  ),
  ...listPageShape,
  asOf: asOfSchema,
  stale: staleSchema,
});
export type ClusterList = z.infer<typeof clusterListSchema>;

/** GET /api/clusters/{clusterId} */
export const clusterDetailSchema = z.object({
  /** Null only when Camunda can't be read and never reported the cluster. */
  cluster: z.nullable(clusterSchema),
  asOf: asOfSchema,
  stale: staleSchema,
});
export type ClusterDetail = z.infer<typeof clusterDetailSchema>;
