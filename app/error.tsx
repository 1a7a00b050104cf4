"use client";

import { LonePage } from "@/components/shell/lone-page";
import { PageFailure } from "@/components/shell/page-failure";

export default function RootError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <LonePage>
      <PageFailure digest={error.digest} onRetry={reset} />
    </LonePage>
  );
}
