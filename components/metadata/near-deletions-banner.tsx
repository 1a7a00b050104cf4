"use client";

import { lazy, Suspense } from "react";
import type { NearDeletions } from "@/lib/contract/waiting";

const NearDeletionsPart = lazy(() =>
  import("@/components/metadata/near-deletions").then((module) => ({ default: module.NearDeletionsPart })),
);

/** Loads its code only on pages that show it. */
export function NearDeletionsBanner(props: { clusterId: string; near: NearDeletions }) {
  return (
    <Suspense>
      <NearDeletionsPart {...props} />
    </Suspense>
  );
}
