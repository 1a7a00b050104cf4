"use client";

import { utcText, zonedText } from "@/components/ui/time/instant-text";
import { Relative } from "@/components/ui/time/relative";
import { useNow } from "@/components/ui/time/use-now";

type TimeProps = {
  /** An ISO 8601 instant. */
  at: string;
  /** Adds how long ago that was. */
  relative?: boolean | undefined;
  /** Adds seconds, for when the order of events matters. */
  seconds?: boolean | undefined;
};

/**
 * An instant with its zone: in UTC from the server, and in the reader's own zone once the page runs in the browser.
 */
export function Time({ at, relative = true, seconds = false }: TimeProps) {
  const now = useNow();
  const utc = utcText(at, seconds);
  return (
    <span>
      <time dateTime={at} title={utc}>
        {now === null ? utc : zonedText(at, seconds)}
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
