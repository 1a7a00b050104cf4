"use client";

import { Relative } from "@/components/ui/time/relative";
import { useFullText, useZonedText } from "@/components/ui/time/use-zoned-text";

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
  return (
    <span>
      <time dateTime={at} title={useFullText(at)}>
        {text}
      </time>
      {relative && (
        <>
          {" · "}
          <span className="whitespace-nowrap text-text-faint">
            <Relative at={at} />
          </span>
        </>
      )}
    </span>
  );
}
