"use client";

import { relativeText } from "@/components/ui/time/instant-text";
import { useNow } from "@/components/ui/time/use-now";

/**
 * How far away an instant is: by the server's clock in the first page that a browser gets, then by the browser's. With
 * another key, because React would keep the server's words where its own have not changed.
 */
export function Relative({ at }: { at: string }) {
  const now = useNow();
  return (
    <span key={now === null ? "server" : "browser"} suppressHydrationWarning>
      {relativeText(at, now ?? Date.now())}
    </span>
  );
}
