"use client";

import { relativeText } from "@/components/ui/time/instant-text";
import { useNow } from "@/components/ui/time/use-now";

/**
 * How far away an instant is. The server's words are not shown, because only the browser knows the reader's now: they
 * keep the room, so that nothing moves once they are replaced.
 */
export function Relative({ at }: { at: string }) {
  const now = useNow();
  if (now !== null) return relativeText(at, now);
  return (
    <span className="invisible" suppressHydrationWarning>
      {relativeText(at, Date.now())}
    </span>
  );
}
