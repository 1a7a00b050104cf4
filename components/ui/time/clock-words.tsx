"use client";

import { useClock } from "@/components/ui/time/use-clock";

type ClockWordsProps = {
  /** The words at a time in milliseconds. */
  wordsAt: (now: number) => string;
  className?: string | undefined;
};

/** Words that depend on the current time: by the server's clock in a browser's first page, then by the browser's. */
export function ClockWords({ wordsAt, className }: ClockWordsProps) {
  const { now, hasTicked } = useClock();
  return (
    <span key={hasTicked ? "browser" : "server"} className={className} suppressHydrationWarning>
      {wordsAt(now)}
    </span>
  );
}
