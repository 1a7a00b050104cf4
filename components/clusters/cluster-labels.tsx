import { Badge } from "@/components/ui/text/badge";

/** Camunda's labels of a cluster, such as "prod". */
export function ClusterLabels({ labels }: { labels: readonly string[] }) {
  return [...new Set(labels)].map((label) => <Badge key={label}>{label}</Badge>);
}
