"use client";

import { RefreshCw } from "lucide-react";
import { StaleBanner } from "@/components/states/stale-banner";
import type { Refresh } from "@/components/states/use-refresh";
import { Button } from "@/components/ui/button/button";
import { Banner } from "@/components/ui/feedback/banner";
import { Ago } from "@/components/ui/time/ago";
import type { Stale } from "@/lib/contract/clusters";

type ListAgeProps = {
  asOf: string | null;
  /** False when part of Camunda's list could not be read. */
  isComplete: boolean;
  stale: Stale;
  refresh: Refresh;
};

/** How old a list is, with a button that asks Camunda again. The banner of a stale list has both already. */
export function ListAge({ asOf, stale, refresh }: Pick<ListAgeProps, "asOf" | "stale" | "refresh">) {
  if (asOf === null || stale) return null;
  return (
    <span className="inline-flex items-center gap-1 text-sm text-text-muted">
      <span>
        Updated <Ago at={asOf} />
      </span>
      <Button size="sm" variant="ghost" pending={refresh.isRunning} pendingLabel="Syncing…" onClick={refresh.run}>
        <RefreshCw />
        Sync now
      </Button>
    </span>
  );
}

/** Why a list is not what Camunda has now, or not all of it; nothing when it is. */
export function ListNotices({ asOf, isComplete, stale, refresh }: ListAgeProps) {
  return (
    <>
      {stale && <StaleBanner stale={stale} asOf={asOf} retrying={refresh.isRunning} onRetry={refresh.run} />}
      {refresh.error && (
        <Banner announce tone="bad" title="The list could not be synced">
          {refresh.error.message}
        </Banner>
      )}
      {!isComplete && !stale && (
        <Banner tone="warn" title="This list may be incomplete">
          Part of Camunda's response could not be read. Known entries are shown; new ones may be missing.
        </Banner>
      )}
    </>
  );
}
