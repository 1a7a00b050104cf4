import { Badge } from "@/components/ui/text/badge";
import { isStageLabel } from "@/lib/contract/stages";

/** A cluster's labels in Camunda, without those that its stage badge shows already. */
export function ClusterLabels({ labels }: { labels: readonly string[] }) {
  const others = [...new Set(labels)].filter((label) => !isStageLabel(label));
  return others.map((label) => <Badge key={label}>{label}</Badge>);
}
