"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { LoadFailure } from "@/components/states/load-failure";
import { useSettled } from "@/components/states/use-list-view";
import { Spinner } from "@/components/ui/feedback/spinner";
import { Choice } from "@/components/ui/field/choice";
import { SearchField } from "@/components/ui/field/search-field";
import { LoadMore } from "@/components/ui/table/load-more";
import { clustersQuery } from "@/lib/browser/clusters";

export type ChosenCluster = { id: string; name: string };

type ClusterPickerProps = { chosen: readonly ChosenCluster[]; onChange: (chosen: ChosenCluster[]) => void };

/** Chooses clusters by their names. The server searches; what was chosen stays in view, whatever the search finds. */
export function ClusterPicker({ chosen, onChange }: ClusterPickerProps) {
  const [search, setSearch] = useState("");
  // Also those that were chosen before, so that none disappears from under the pointer or the focus.
  const [kept, setKept] = useState(chosen);
  const settled = useSettled(search.trim());
  const { data, error, isFetching, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    ...clustersQuery(settled === "" ? {} : { search: settled }),
    placeholderData: keepPreviousData,
  });
  const found = data?.pages.flatMap(({ clusters }) => clusters) ?? [];
  const foundIds = new Set(found.map(({ id }) => id));
  const chosenIds = new Set(chosen.map(({ id }) => id));
  const toggle = ({ id, name }: ChosenCluster, isOn: boolean) => {
    if (!kept.some((cluster) => cluster.id === id)) setKept([...kept, { id, name }]);
    const others = chosen.filter((cluster) => cluster.id !== id);
    onChange(isOn ? [...others, { id, name }] : others);
  };
  const choices = (clusters: readonly ChosenCluster[]) =>
    clusters.map((cluster) => (
      <Choice
        key={cluster.id}
        type="checkbox"
        label={cluster.name}
        checked={chosenIds.has(cluster.id)}
        onChange={({ target }) => toggle(cluster, target.checked)}
      />
    ));
  return (
    <div className="flex flex-col gap-2 rounded border border-line p-2">
      <SearchField
        label="Search clusters"
        value={search}
        onChange={setSearch}
        found={data?.pages[0] && `${data.pages[0].found} of ${data.pages[0].total}`}
      />
      <p role="status" className="px-1 text-sm text-text-muted">
        {chosen.length === 1 ? "1 cluster chosen" : `${chosen.length} clusters chosen`}
      </p>
      <div className="flex max-h-60 flex-col overflow-y-auto px-1">
        {choices(kept.filter(({ id }) => !foundIds.has(id)))}
        {choices(found)}
        {error && <LoadFailure error={error} retrying={isFetching} onRetry={() => void refetch()} />}
        {!data && !error && <Spinner>Loading clusters</Spinner>}
        {data && found.length === 0 && <p className="py-1 text-text-muted">No cluster matches.</p>}
        {hasNextPage && (
          <LoadMore
            hasMore
            pending={isFetchingNextPage}
            label="Show more clusters"
            doneLabel=""
            onLoadMore={() => void fetchNextPage()}
          />
        )}
      </div>
    </div>
  );
}
