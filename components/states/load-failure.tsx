"use client";

import { Button } from "@/components/ui/button/button";
import { Banner } from "@/components/ui/feedback/banner";
import { ApiError } from "@/lib/browser/api";

type LoadFailureProps = { error: Error; retrying: boolean; onRetry: () => void };

/** In place of a list that could not be loaded: the server's own words, and the id to give to whoever runs it. */
export function LoadFailure({ error, retrying, onRetry }: LoadFailureProps) {
  const requestId = error instanceof ApiError ? error.requestId : null;
  return (
    <Banner
      announce
      tone="bad"
      title="This could not be loaded"
      action={
        <Button size="sm" pending={retrying} pendingLabel="Trying…" onClick={onRetry}>
          Try again
        </Button>
      }
    >
      <p>{error.message}</p>
      {requestId && (
        <p className="text-sm">
          Request id: <code>{requestId}</code>
        </p>
      )}
    </Banner>
  );
}
