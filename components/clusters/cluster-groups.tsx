import { STAGE_WORDS } from "@/components/clusters/stage-badge";
import type { Heading } from "@/components/ui/table/data-table-column";
import type { ClusterList } from "@/lib/contract/clusters";
import type { ClusterGroup } from "@/lib/contract/sorts";

type Row = ClusterList["clusters"][number];

/** Where "" stands for no groups. */
export const GROUP_CHOICES = [
  { value: "", label: "None" },
  { value: "stage", label: "Stage" },
  { value: "region", label: "Region" },
] as const satisfies readonly { value: ClusterGroup | ""; label: string }[];

const GROUPS: Record<ClusterGroup, (row: Row) => { value: string | null; words: string }> = {
  stage: ({ stage }) => ({ value: stage, words: stage === null ? "No stage" : STAGE_WORDS[stage].words }),
  region: ({ region }) => ({ value: region, words: region ?? "No region reported" }),
};

/**
 * The clusters of a grouped list, with a heading before each group.
 * @param groups their counts, of all pages: the last one that is shown counts
 */
export function withHeadings(
  clusters: readonly Row[],
  group: ClusterGroup,
  groups: ClusterList["groups"],
): (Row | Heading)[] {
  const counts = new Map(groups.map(({ value, count }) => [value, count]));
  let last: string | null | undefined;
  return clusters.flatMap((cluster) => {
    const { value, words } = GROUPS[group](cluster);
    if (value === last) return [cluster];
    last = value;
    const count = counts.get(value);
    const note = count === undefined ? undefined : count === 1 ? "1 cluster" : `${count} clusters`;
    // A group may come twice, where a cluster has changed between two pages.
    return [{ key: `before ${cluster.id}`, heading: words, note }, cluster];
  });
}
