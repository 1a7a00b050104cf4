"use client";

import { relativeText } from "@/components/ui/time/instant-text";
import { useNow } from "@/components/ui/time/use-now";

/** How far away an instant is: by the server's clock until the page runs, then by the reader's. */
export function Relative({ at }: { at: string }) {
  const now = useNow();
  if (now !== null) return relativeText(at, now);
  // An element of its own, so that React replaces the server's words even where it expected the reader's.
  return <span suppressHydrationWarning>{relativeText(at, Date.now())}</span>;
}
