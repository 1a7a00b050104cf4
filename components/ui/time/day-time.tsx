"use client";

import { dayText, relativeText } from "@/components/ui/time/instant-text";
import { useNow } from "@/components/ui/time/use-now";
import { useFullText, useZonedText } from "@/components/ui/time/use-zoned-text";

const DAY_MS = 86_400_000;

/** An instant in two lines: its time with the zone, and below it the day, or how long ago it was on the last day. */
export function DayTime({ at }: { at: string }) {
  const now = useNow();
  const text = useZonedText(at, true);
  // The server's clock, before the browser's is known.
  const instant = now ?? Date.now();
  const isRecent = instant - Date.parse(at) < DAY_MS;
  return (
    <time
      dateTime={at}
      title={useFullText(at)}
      className="flex flex-col carded:inline-flex carded:flex-row carded:gap-x-2"
    >
      <span className="whitespace-nowrap">{text.slice(text.indexOf(" ") + 1)}</span>
      <span
        key={now === null ? "server" : "browser"}
        className="text-sm whitespace-nowrap text-text-muted"
        suppressHydrationWarning
      >
        {isRecent ? relativeText(at, instant) : dayText(text.slice(0, 10))}
      </span>
    </time>
  );
}
