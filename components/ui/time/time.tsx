"use client";

import { useFullText, useZonedText } from "@/components/ui/time/use-zoned-text";
import { WithAge } from "@/components/ui/time/with-age";

type TimeProps = {
  /** An ISO 8601 instant. */
  at: string;
  /** Adds how long ago that was. */
  relative?: boolean | undefined;
  /** Adds seconds, for when the order of events matters. */
  seconds?: boolean | undefined;
};

/** An instant with its zone: the reader's, or UTC in the first page that a browser gets. */
export function Time({ at, relative = true, seconds = false }: TimeProps) {
  const text = useZonedText(at, seconds);
  const time = (
    <time dateTime={at} title={useFullText(at)} className="whitespace-nowrap">
      {text}
    </time>
  );
  return relative ? <WithAge at={at}>{time}</WithAge> : time;
}
