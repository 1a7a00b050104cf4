"use client";

import { relativeText, utcText } from "@/components/ui/time/instant-text";
import { useNow } from "@/components/ui/time/use-now";

/** How long ago an instant was, with the instant in its title. For places without room for Time. */
export function Ago({ at }: { at: string }) {
  const now = useNow();
  return (
    <time dateTime={at} title={utcText(at)} className="whitespace-nowrap">
      {/* Keeps the room until the browser's clock is known. */}
      {now === null ? <span className="invisible">0 minutes ago</span> : relativeText(at, now)}
    </time>
  );
}
