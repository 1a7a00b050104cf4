"use client";

import { relativeText } from "@/components/ui/time/instant-text";
import { useNow } from "@/components/ui/time/use-now";

/** A day, which is the same everywhere, and how far away it is. `at` is its beginning in UTC. */
export function Day({ at }: { at: string }) {
  const now = useNow();
  return (
    <span>
      <time dateTime={at.slice(0, 10)}>{at.slice(0, 10)}</time>
      {now !== null && (
        <>
          {" · "}
          <span className="whitespace-nowrap text-text-faint">{relativeText(at, now)}</span>
        </>
      )}
    </span>
  );
}
