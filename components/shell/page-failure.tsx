"use client";

import { CloudOff } from "lucide-react";
import { useRouter } from "next/navigation";
import { startTransition } from "react";
import { Button } from "@/components/ui/button/button";
import { EmptyState } from "@/components/ui/feedback/empty-state";

const KNOWN = /^([a-z_]+)\/([^/]+)\/(.+)$/;
const UNKNOWN = "Something went wrong. Try again; if it stays, give the request id to whoever runs Latchkey.";

type PageFailureProps = {
  /** `code/request id/words` of an error that the server knows; anything else of one that it doesn't. */
  digest: string | undefined;
  onRetry: () => void;
};

/** In place of a page that could not be made: what happened, what to do, and the id under which the log has it. */
export function PageFailure({ digest, onRetry }: PageFailureProps) {
  const router = useRouter();
  const [, code, requestId = digest ?? "none", words = UNKNOWN] = digest?.match(KNOWN) ?? [];
  const retry = () =>
    startTransition(() => {
      router.refresh();
      onRetry();
    });
  return (
    <EmptyState
      level={1}
      icon={<CloudOff />}
      title={code === "database_unavailable" ? "The database can't be reached" : "This page could not be loaded"}
      action={<Button onClick={retry}>Try again</Button>}
    >
      <p>{words}</p>
      <p className="mt-2 text-sm text-text-faint">
        Request id: <code>{requestId}</code>
      </p>
    </EmptyState>
  );
}
