"use client";

import { Banner } from "@/components/ui/feedback/banner";
import type { ApiError } from "@/lib/browser/api";

/** Without a code of Latchkey's, or with "internal", the client may exist all the same. */
const isClear = ({ code }: ApiError) => code !== null && code !== "internal";

/** Why a request to create a client failed, and whether the client may exist all the same. */
export function CreateFailure({ failure }: { failure: ApiError }) {
  return (
    <Banner announce tone="bad" title={isClear(failure) ? "No client was created" : "Couldn't confirm creation"}>
      <p>{failure.message}</p>
      {failure.requestId && (
        <p className="text-sm">
          Request ID: <code>{failure.requestId}</code>
        </p>
      )}
    </Banner>
  );
}
