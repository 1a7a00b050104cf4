"use client";

import { ClockWords } from "@/components/ui/time/clock-words";
import { relativeText } from "@/components/ui/time/instant-text";
import { useFullText, useZonedText } from "@/components/ui/time/use-zoned-text";

const DAY_MS = 86_400_000;

/** The time of an instant with its zone, below a heading with the day. On the last day with how long ago that was. */
export function TimeOfDay({ at }: { at: string }) {
  const text = useZonedText(at, true);
  return (
    <time
      dateTime={at}
      title={useFullText(at)}
      className="flex flex-col carded:inline-flex carded:flex-row carded:gap-x-2"
    >
      <span className="whitespace-nowrap">{text.slice(text.indexOf(" ") + 1)}</span>
      <ClockWords
        className="text-sm whitespace-nowrap text-text-muted"
        wordsAt={(now) => (now - Date.parse(at) < DAY_MS ? relativeText(at, now) : "")}
      />
    </time>
  );
}
