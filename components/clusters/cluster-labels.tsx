import { Badge } from "@/components/ui/text/badge";
import { isStageLabel } from "@/lib/contract/stages";

/** Camunda's labels of a cluster, but for those that its stage shows. */
export function ClusterLabels({ labels }: { labels: readonly string[] }) {
  const others = [...new Set(labels)].filter((label) => !isStageLabel(label));
  return others.map((label) => <Badge key={label}>{label}</Badge>);
}
