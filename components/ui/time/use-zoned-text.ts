"use client";

import { createContext, useContext, useSyncExternalStore } from "react";
import { textIn, utcText } from "@/components/ui/time/instant-text";
import { zoneName } from "@/components/ui/time/zone";

/** The reader's time zone as the server knows it. Null before their browser has named it. */
export const ZoneContext = createContext<string | null>(null);

const noChanges = () => () => {};

/** The reader's own zone. From the server: the one that their browser named, and null if it has named none. */
export function useZone(): string | null {
  const known = useContext(ZoneContext);
  return useSyncExternalStore(noChanges, zoneName, () => known);
}

/** An instant in the reader's own zone, and in UTC where none is known. */
export function useZonedText(at: string, seconds: boolean): string {
  return textIn(useZone(), at, seconds);
}

/** The full instant, for a title: in the reader's own zone, then in UTC. */
export function useFullText(at: string): string {
  const [zoned, utc] = [useZonedText(at, true), utcText(at, true)];
  return zoned === utc ? utc : `${zoned} (${utc})`;
}
