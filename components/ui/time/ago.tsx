"use client";

import { Relative } from "@/components/ui/time/relative";
import { useFullText } from "@/components/ui/time/use-zoned-text";

/** How long ago an instant was, with the instant in its title. For places without room for Time. */
export function Ago({ at }: { at: string }) {
  return (
    <time dateTime={at} title={useFullText(at)} className="whitespace-nowrap">
      <Relative at={at} />
    </time>
  );
}
