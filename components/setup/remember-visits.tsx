"use client";

import { usePathname } from "next/navigation";
import { useEffect } from "react";
import { remember } from "@/components/setup/checklist-memory";

/** The step of the demo's checklist that one takes by opening a page. */
function stepAt(pathname: string): "made" | "stale" | null {
  if (pathname === "/findings") return "stale";
  return pathname === "/audit" || pathname.endsWith("/activity") ? "made" : null;
}

/** Remembers which pages of the demo's checklist a member has opened, whichever way they came. */
export function RememberVisits({ memberId }: { memberId: string }) {
  const step = stepAt(usePathname());
  useEffect(() => {
    if (step !== null) remember(memberId, step);
  }, [memberId, step]);
  return null;
}
