"use client";

import { relativeText } from "@/components/ui/time/instant-text";
import { useClock } from "@/components/ui/time/use-clock";

/** How far away an instant is: by the server's clock in the first page that a browser gets, then by the browser's. */
export function Relative({ at }: { at: string }) {
  const { now, hasTicked } = useClock();
  return (
    <span key={hasTicked ? "browser" : "server"} suppressHydrationWarning>
      {relativeText(at, now)}
    </span>
  );
}
