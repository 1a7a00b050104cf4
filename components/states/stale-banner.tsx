"use client";

import { Button } from "@/components/ui/button/button";
import { Banner } from "@/components/ui/feedback/banner";
import { Time } from "@/components/ui/time/time";
import type { Stale } from "@/lib/contract/clusters";

const TITLES: Partial<Record<NonNullable<Stale>["code"], string>> = {
  console_credentials: "Camunda denied access",
  console_denied: "Camunda denied access",
  console_busy: "Console is busy",
  console_timeout: "Console is slow",
  console_broken: "Console sent an unreadable response",
  console_queue: "Too many requests are waiting",
  database_unavailable: "The database accepts no writes",
};

type StaleBannerProps = {
  stale: NonNullable<Stale>;
  /** When Camunda reported the data that is shown; null when there is none. */
  asOf: string | null;
  retrying: boolean;
  onRetry: () => void;
};

/** Says why the shown data could not be updated and how old it is, and offers a retry. */
export function StaleBanner({ stale, asOf, retrying, onRetry }: StaleBannerProps) {
  return (
    <Banner
      announce
      tone={asOf ? "warn" : "bad"}
      title={TITLES[stale.code] ?? "Console can't be reached"}
      action={
        <Button size="sm" pending={retrying} pendingLabel="Retrying…" onClick={onRetry}>
          Try again
        </Button>
      }
    >
      <p>{stale.message}</p>
      {asOf && (
        <p>
          Showing data from <Time at={asOf} />
        </p>
      )}
    </Banner>
  );
}
