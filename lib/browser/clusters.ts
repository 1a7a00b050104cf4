import { queryOptions } from "@tanstack/react-query";
import { get } from "@/lib/browser/api";
import { clusterDetailSchema, clusterListSchema } from "@/lib/contract/clusters";

export const clustersQuery = () =>
  queryOptions({ queryKey: ["clusters"], queryFn: () => get("/api/clusters", clusterListSchema) });

export const clusterQuery = (clusterId: string) =>
  queryOptions({
    queryKey: ["clusters", clusterId],
    queryFn: () => get(`/api/clusters/${clusterId}`, clusterDetailSchema),
  });
