"use client";

import { dayText, relativeText } from "@/components/ui/time/instant-text";
import { useClock } from "@/components/ui/time/use-clock";
import { useFullText, useZonedText } from "@/components/ui/time/use-zoned-text";

const DAY_MS = 86_400_000;

/** An instant in two lines: its time with the zone, and below it the day, or how long ago it was on the last day. */
export function DayTime({ at }: { at: string }) {
  const { now, hasTicked } = useClock();
  const text = useZonedText(at, true);
  const isRecent = now - Date.parse(at) < DAY_MS;
  return (
    <time
      dateTime={at}
      title={useFullText(at)}
      className="flex flex-col carded:inline-flex carded:flex-row carded:gap-x-2"
    >
      <span className="whitespace-nowrap">{text.slice(text.indexOf(" ") + 1)}</span>
      <span
        key={hasTicked ? "browser" : "server"}
        className="text-sm whitespace-nowrap text-text-muted"
        suppressHydrationWarning
      >
        {isRecent ? relativeText(at, now) : dayText(text.slice(0, 10))}
      </span>
    </time>
  );
}
