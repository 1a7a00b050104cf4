"use client";

import { lazy } from "react";

// What a page's first load can do without: the server's HTML shows it meanwhile.

export const FilterDialog = lazy(() =>
  import("@/components/audit/filter-dialog").then((module) => ({ default: module.FilterDialog })),
);
const LazyConsoleEvents = lazy(() =>
  import("@/components/audit/console-events").then((module) => ({ default: module.ConsoleEvents })),
);

/**
 * A component of its own, because a page on the server can't render what `lazy` returns. Not in a `Suspense`: React may
 * send such a part after the rest, which then moves.
 */
export function ConsoleEvents({ clusterId }: { clusterId: string }) {
  return <LazyConsoleEvents clusterId={clusterId} />;
}
