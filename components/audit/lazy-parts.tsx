"use client";

import { lazy, Suspense } from "react";

// What a page's first load can do without: the server's HTML shows it meanwhile.

export const FilterDialog = lazy(() =>
  import("@/components/audit/filter-dialog").then((module) => ({ default: module.FilterDialog })),
);
const LazyConsoleEvents = lazy(() =>
  import("@/components/audit/console-events").then((module) => ({ default: module.ConsoleEvents })),
);

/** A component of its own, because a page on the server can't render what `lazy` returns. */
export function ConsoleEvents({ clusterId }: { clusterId: string }) {
  return (
    <Suspense>
      <LazyConsoleEvents clusterId={clusterId} />
    </Suspense>
  );
}
