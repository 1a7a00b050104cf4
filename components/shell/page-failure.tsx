"use client";

import { useRouter } from "next/navigation";
import { startTransition } from "react";
import { LogoMark } from "@/components/shell/logo";
import { buttonClass } from "@/components/ui/button/button-class";
import { EmptyState } from "@/components/ui/feedback/empty-state";

const KNOWN = /^([a-z_]+)\/([^/]+)\/(.+)$/;
const UNKNOWN =
  "Something went wrong. Try again. If it keeps happening, send the request ID to your Latchkey administrator.";

type PageFailureProps = {
  /** `code/request ID/message` of an error that the server knows; anything else for an unknown one. */
  digest: string | undefined;
  onRetry: () => void;
};

/**
 * Replaces a page that failed: what happened, what to do, and the request ID that the log has. Every page loads it, so it
 * has a plain button, and no icon of the library.
 */
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
      icon={<LogoMark />}
      title={code === "database_unavailable" ? "The database can't be reached" : "Couldn't load this page"}
      action={
        <button type="button" onClick={retry} className={buttonClass("secondary", "md")}>
          Try again
        </button>
      }
    >
      <p>{words}</p>
      <p className="mt-2 text-sm text-text-faint">
        Request ID: <code>{requestId}</code>
      </p>
    </EmptyState>
  );
}
