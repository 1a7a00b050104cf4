"use client";

import { ClockWords } from "@/components/ui/time/clock-words";
import { relativeText } from "@/components/ui/time/instant-text";

/** How far away an instant is. */
export function Relative({ at }: { at: string }) {
  return <ClockWords wordsAt={(now) => relativeText(at, now)} />;
}
