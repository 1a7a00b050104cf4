"use client";

import { RefreshCw } from "lucide-react";
import type { Refresh } from "@/components/states/use-refresh";
import { Button } from "@/components/ui/button/button";
import { LiveRegion } from "@/components/ui/feedback/live-region";
import { ProgressBar } from "@/components/ui/feedback/progress-bar";
import { Ago } from "@/components/ui/time/ago";
import type { SyncState } from "@/lib/contract/sync";

const clusters = (count: number) => (count === 1 ? "1 cluster" : `${count} clusters`);

/** What a screen reader hears: the beginning and the end, and not each step. */
function announcement({ isRunning, finishedAt, done, failed, error }: SyncState): string {
  if (isRunning) return "Syncing clusters";
  if (error) return "Sync failed";
  if (finishedAt === null) return "";
  return `${clusters(done)} synced${failed > 0 ? `, ${failed} of them failed` : ""}`;
}

type SyncBarProps = {
  sync: Refresh & { state: SyncState | null };
  /** When the list that is shown was last updated. */
  asOf: string | null;
};

/** How old a list is, with a button that syncs all clusters, or how far that is. Its size stays the same. */
export function SyncBar({ sync: { state, isRunning, run }, asOf }: SyncBarProps) {
  const { done = 0, total = 0, failed = 0 } = state ?? {};
  return (
    <div className="flex h-control items-center gap-2 text-sm text-text-muted max-sm:w-full">
      <div className="w-56 max-sm:grow sm:text-right">
        {isRunning ? (
          <>
            <p className="truncate tabular-nums">
              {total === 0 ? "Reading the list of clusters" : `Syncing ${done} of ${clusters(total)}`}
            </p>
            <ProgressBar label="Sync of all clusters" done={done} total={total} />
          </>
        ) : (
          <p className="truncate">
            {asOf === null ? (
              "Not synced yet"
            ) : (
              <>
                Updated <Ago at={asOf} />
              </>
            )}
            {failed > 0 && <span className="text-warn"> · {failed} failed</span>}
          </p>
        )}
      </div>
      <Button size="sm" variant="ghost" pending={isRunning} pendingLabel="Syncing…" onClick={run}>
        <RefreshCw />
        Sync now
      </Button>
      <LiveRegion message={state ? announcement(state) : ""} />
    </div>
  );
}
