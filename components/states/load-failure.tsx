"use client";

import { Button } from "@/components/ui/button/button";
import { Banner } from "@/components/ui/feedback/banner";
import { ApiError } from "@/lib/browser/api";

type LoadFailureProps = { error: Error; retrying: boolean; onRetry: () => void };

/** Replaces a list that failed to load: the server's message, and the request ID for the administrator. */
export function LoadFailure({ error, retrying, onRetry }: LoadFailureProps) {
  const requestId = error instanceof ApiError ? error.requestId : null;
  return (
    <Banner
      announce
      tone="bad"
      title="Couldn't load this"
      action={
        <Button size="sm" pending={retrying} pendingLabel="Retrying…" onClick={onRetry}>
          Try again
        </Button>
      }
    >
      <p>{error.message}</p>
      {requestId && (
        <p className="text-sm">
          Request ID: <code>{requestId}</code>
        </p>
      )}
    </Banner>
  );
}
