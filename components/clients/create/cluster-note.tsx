"use client";

import { useQuery } from "@tanstack/react-query";
import { Banner } from "@/components/ui/feedback/banner";
import { clusterQuery } from "@/lib/browser/clusters";

/** What the state of a cluster means for a new client. A healthy one needs no words, and neither does an unknown state. */
const NOTES = new Map([
  ["Suspended", "This cluster is suspended. A client can be created; it works once the cluster is resumed."],
  ["Creating", "This cluster is still being created. Camunda may refuse a client until it is ready."],
  ["Resuming", "This cluster is resuming. A client can be created; it works in a few minutes."],
  ["Updating", "This cluster is being updated. A client can be created; tests may fail until the update is done."],
  ["Maintenance", "This cluster is in maintenance. A client can be created; tests may fail until it ends."],
  [
    "Unhealthy",
    "This cluster is unhealthy. A client can be created; it may not work before the cluster is healthy again.",
  ],
]);

/** Says before the client is created what its cluster's state means for it. The page has loaded the cluster. */
export function ClusterNote({ clusterId }: { clusterId: string }) {
  const { data } = useQuery({ ...clusterQuery(clusterId), enabled: false });
  const note = NOTES.get(data?.cluster?.status ?? "");
  return note === undefined ? null : <Banner tone="warn" title={note} />;
}
