import * as z from "zod/mini";
import { errorCodeSchema } from "@/lib/contract/error-body";
import { instantSchema } from "@/lib/contract/instant";
import { listPageShape, listQueryShape } from "@/lib/contract/lists";
import { CLUSTER_SORTS } from "@/lib/contract/sorts";

/** Cluster ids are UUIDs, each with one spelling; nothing else ever reaches a path of the Console API. */
export const clusterIdSchema = z.uuid().check(z.toLowerCase());

/**
 * Where a cluster's parts are reached, as Camunda reports it: full URLs, bare hosts, or null.
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

/** A cluster as Camunda reports it. `status` is an open string: Healthy, Suspended, … and perhaps new ones. */
export const clusterSchema = z.object({
  id: clusterIdSchema,
  name: z.string(),
  status: z.string(),
  /** The generation's name, such as "8.9.2" or "Camunda 8.8+gen3"; null when Camunda leaves it out. */
  version: z.nullable(z.string()),
  /** The long label, such as "Belgium, Europe (europe-west1)". */
  region: z.nullable(z.string()),
  /** The short id, such as "bru-2"; it stands only inside the endpoints. */
  regionId: z.nullable(z.string()),
  plan: z.nullable(z.string()),
  channel: z.nullable(z.string()),
  createdAt: z.nullable(instantSchema),
  endpoints: endpointsSchema,
});
export type Cluster = z.infer<typeof clusterSchema>;

/** When Camunda last reported what the response shows; null when it never did. */
export const asOfSchema = z.nullable(instantSchema);

/** Why the response shows stored data and not what Camunda reports now; null when it is fresh. */
export const staleSchema = z.nullable(z.object({ code: errorCodeSchema, message: z.string() }));
export type Stale = z.infer<typeof staleSchema>;

/** The query of GET /api/clusters. */
export const clusterListQuerySchema = z.strictObject({
  ...listQueryShape,
  sort: z.optional(z.enum(CLUSTER_SORTS)),
  after: z.optional(clusterIdSchema),
});
export type ClusterListQuery = z.infer<typeof clusterListQuerySchema>;

/** GET /api/clusters: one page, from the stored list. */
export const clusterListSchema = z.object({
  clusters: z.array(
    z.extend(z.omit(clusterSchema, { channel: true, createdAt: true, endpoints: true }), {
      /** How many clients the cluster has, and when Camunda last listed them; null before the first list. */
      clientCount: z.nullable(z.int()),
      clientsListedAt: z.nullable(instantSchema),
    }),
  ),
  ...listPageShape,
  asOf: asOfSchema,
  stale: staleSchema,
});
export type ClusterList = z.infer<typeof clusterListSchema>;

/** GET /api/clusters/{clusterId} */
export const clusterDetailSchema = z.object({
  /** Null only when Camunda can't say now and we have never seen the cluster. */
  cluster: z.nullable(clusterSchema),
  asOf: asOfSchema,
  stale: staleSchema,
});
export type ClusterDetail = z.infer<typeof clusterDetailSchema>;
