"use client";

import { relativeText, utcText } from "@/components/ui/time/instant-text";
import { useNow } from "@/components/ui/time/use-now";

/** How long ago an instant is; the instant itself, with its zone, in its title. For places with no room for Time. */
export function Ago({ at }: { at: string }) {
  const now = useNow();
  return (
    <time dateTime={at} title={utcText(at)} className="whitespace-nowrap">
      {/* As long as most are, until the browser's clock is known. */}
      {now === null ? <span className="invisible">0 minutes ago</span> : relativeText(at, now)}
    </time>
  );
}
