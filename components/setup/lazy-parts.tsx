"use client";

import { lazy, Suspense } from "react";
import type { ChecklistCardProps } from "@/components/setup/checklist-card";

const LazyCard = lazy(() =>
  import("@/components/setup/checklist-card").then((module) => ({ default: module.ChecklistCard })),
);

/** A component of its own, because a page on the server can't render what `lazy` returns. */
export function ChecklistCard(props: ChecklistCardProps) {
  return (
    <Suspense>
      <LazyCard {...props} />
    </Suspense>
  );
}
