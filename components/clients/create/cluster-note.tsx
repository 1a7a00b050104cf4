"use client";

import { useQuery } from "@tanstack/react-query";
import { Banner } from "@/components/ui/feedback/banner";
import { clusterQuery } from "@/lib/browser/clusters";

/** What the state of a cluster means for a new client. A healthy one needs no words, and neither does an unknown state. */
const NOTES = new Map([
  ["Suspended", "This cluster is suspended. You can create a client now. It works once the cluster is resumed."],
  ["Creating", "This cluster is still being created. Camunda may refuse a client until it is ready."],
  ["Resuming", "This cluster is resuming. You can create a client now. It works in a few minutes."],
  ["Updating", "This cluster is being updated. You can create a client now. Tests may fail until the update is done."],
  ["Maintenance", "This cluster is in maintenance. You can create a client now. Tests may fail until it ends."],
  [
    "Unhealthy",
    "This cluster is unhealthy. You can create a client now. It may not work until the cluster is healthy.",
  ],
]);

/** Says before the client is created what its cluster's state means for it. The page has loaded the cluster. */
export function ClusterNote({ clusterId }: { clusterId: string }) {
  const { data } = useQuery({ ...clusterQuery(clusterId), enabled: false });
  const note = NOTES.get(data?.cluster?.status ?? "");
  return note === undefined ? null : <Banner tone="warn" title={note} />;
}
