"use client";

import { CloudOff } from "lucide-react";
import { useRouter } from "next/navigation";
import { startTransition } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ERRORS, isErrorCode } from "@/lib/contract/errors";

type PageFailureProps = {
  /** `code/request id` of an error that the server knows; anything else of one that it doesn't. */
  digest: string | undefined;
  onRetry: () => void;
};

/** In place of a page that could not be made: what happened, what to do, and the id under which the log has it. */
export function PageFailure({ digest, onRetry }: PageFailureProps) {
  const router = useRouter();
  const [code, requestId] = digest?.split("/") ?? [];
  const known = code && isErrorCode(code) ? code : "internal";
  const retry = () =>
    startTransition(() => {
      router.refresh();
      onRetry();
    });
  return (
    <EmptyState
      level={1}
      icon={<CloudOff />}
      title={known === "database_unavailable" ? "The database can't be reached" : "This page could not be loaded"}
      action={<Button onClick={retry}>Try again</Button>}
    >
      <p>{ERRORS[known][1]}</p>
      <p className="mt-2 text-sm text-text-faint">
        Request id: <code>{requestId ?? digest ?? "none"}</code>
      </p>
    </EmptyState>
  );
}
