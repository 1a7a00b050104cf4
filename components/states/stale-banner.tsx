"use client";

import { Button } from "@/components/ui/button/button";
import { Banner } from "@/components/ui/feedback/banner";
import { Time } from "@/components/ui/time/time";
import type { Stale } from "@/lib/contract/clusters";

const TITLES: Partial<Record<NonNullable<Stale>["code"], string>> = {
  console_credentials: "Camunda refused",
  console_denied: "Camunda refused",
  console_busy: "Console is busy",
  console_timeout: "Console is slow",
  console_broken: "Console can't be understood",
};

type StaleBannerProps = {
  stale: NonNullable<Stale>;
  /** When Camunda said what is shown; null when there is nothing to show. */
  asOf: string | null;
  retrying: boolean;
  onRetry: () => void;
};

/** Says that Camunda could not answer, what is shown instead, and offers to ask again. */
export function StaleBanner({ stale, asOf, retrying, onRetry }: StaleBannerProps) {
  return (
    <Banner
      announce
      tone={asOf ? "warn" : "bad"}
      title={TITLES[stale.code] ?? "Console can't be reached"}
      action={
        <Button size="sm" pending={retrying} pendingLabel="Trying…" onClick={onRetry}>
          Try again
        </Button>
      }
    >
      <p>{stale.message}</p>
      {asOf && (
        <p>
          What you see is from <Time at={asOf} />
        </p>
      )}
    </Banner>
  );
}
