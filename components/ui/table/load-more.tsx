"use client";

import { Button } from "@/components/ui/button/button";

type LoadMoreProps = {
  hasMore: boolean;
  pending: boolean;
  /** Such as "Show older events". */
  label: string;
  /** When everything is shown, such as "No older events". */
  doneLabel: string;
  onLoadMore: () => void;
};

/** Loads the next page of a list. It stays when there is no more to load, because it has the focus. */
export function LoadMore({ hasMore, pending, label, doneLabel, onLoadMore }: LoadMoreProps) {
  return (
    <div className="flex justify-center">
      <Button
        aria-disabled={!hasMore}
        pending={pending}
        pendingLabel="Loading…"
        onClick={hasMore ? onLoadMore : undefined}
      >
        {hasMore ? label : doneLabel}
      </Button>
    </div>
  );
}
