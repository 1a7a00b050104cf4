"use client";

import { createContext, useContext } from "react";
import { utcText, zonedText } from "@/components/ui/time/instant-text";
import { useNow } from "@/components/ui/time/use-now";

/** The reader's time zone as the server knows it. Null before their browser has named it. */
export const ZoneContext = createContext<string | null>(null);

/** An instant in the reader's own zone. From the server: in the zone that their browser named, else in UTC. */
export function useZonedText(at: string, seconds: boolean): string {
  const isBrowser = useNow() !== null;
  const zone = useContext(ZoneContext);
  if (isBrowser) return zonedText(at, seconds);
  return zone === null ? utcText(at, seconds) : zonedText(at, seconds, zone);
}

/** The full instant, for a title: in the reader's own zone, then in UTC. */
export function useFullText(at: string): string {
  const [zoned, utc] = [useZonedText(at, true), utcText(at, true)];
  return zoned === utc ? utc : `${zoned} (${utc})`;
}
