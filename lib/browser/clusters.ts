import { infiniteQueryOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import { get } from "@/lib/browser/api";
import { queryString } from "@/lib/browser/query-string";
import type { ClusterList, ClusterListQuery } from "@/lib/contract/clusters";

const schemas = () => import("@/lib/contract/clusters");
const listSchema = async () => (await schemas()).clusterListSchema;
const detailSchema = async () => (await schemas()).clusterDetailSchema;

/** The search and the order of a list of clusters. */
export type ClusterListView = Pick<ClusterListQuery, "search" | "status" | "group" | "sort" | "direction">;

/** The clusters, page by page. */
export const clustersQuery = (view: ClusterListView = {}) =>
  infiniteQueryOptions({
    queryKey: ["clusters", view],
    queryFn: ({ pageParam }) => get(`/api/clusters?${queryString({ ...view, after: pageParam })}`, listSchema),
    initialPageParam: null as string | null,
    getNextPageParam: (page: ClusterList) => page.nextAfter,
  });

export const clusterQuery = (clusterId: string) =>
  queryOptions({
    queryKey: ["cluster", clusterId],
    queryFn: () => get(`/api/clusters/${clusterId}`, detailSchema),
  });

/** Makes the server read one cluster from Camunda, then reloads it. @throws ApiError */
export async function refreshCluster(queries: QueryClient, clusterId: string): Promise<void> {
  queries.setQueryData(
    clusterQuery(clusterId).queryKey,
    await get(`/api/clusters/${clusterId}?refresh=1`, detailSchema),
  );
}
