import { queryOptions } from "@tanstack/react-query";
import { get } from "@/lib/browser/api";

const schemas = () => import("@/lib/contract/clusters");

export const clustersQuery = () =>
  queryOptions({
    queryKey: ["clusters"],
    queryFn: () => get("/api/clusters", async () => (await schemas()).clusterListSchema),
  });

export const clusterQuery = (clusterId: string) =>
  queryOptions({
    queryKey: ["clusters", clusterId],
    queryFn: () => get(`/api/clusters/${clusterId}`, async () => (await schemas()).clusterDetailSchema),
  });
