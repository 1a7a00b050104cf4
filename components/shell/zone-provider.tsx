"use client";

import { type ReactNode, useEffect } from "react";
import { ZoneContext } from "@/components/ui/time/use-zoned-text";
import { ZONE_COOKIE, zoneName } from "@/components/ui/time/zone";
import { keepPreference } from "@/lib/browser/cookies";

/** Gives every page the reader's time zone as the server knows it, and tells the server for the pages after this one. */
export function ZoneProvider({ zone, children }: { zone: string | null; children: ReactNode }) {
  useEffect(() => {
    if (zoneName() !== zone) keepPreference(ZONE_COOKIE, zoneName());
  }, [zone]);
  return <ZoneContext value={zone}>{children}</ZoneContext>;
}
