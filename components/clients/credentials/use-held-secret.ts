"use client";

import { useCallback, useEffect, useReducer } from "react";

/** How long a secret may stay on a screen that nobody leaves, in milliseconds. */
const HOLD_MS = 10 * 60_000;

/** The one place where a secret stands in this page. */
export type SecretBox = { secret: string | null };

/**
 * Shows what a box holds, and empties it when the component goes, when the page is hidden for good (which also keeps it
 * out of the back-forward cache), and after ten minutes.
 */
export function useHeldSecret(box: SecretBox): { secret: string | null; wipe: () => void } {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const wipe = useCallback(() => {
    box.secret = null;
    redraw();
  }, [box]);
  useEffect(() => {
    const timer = setTimeout(wipe, HOLD_MS);
    window.addEventListener("pagehide", wipe);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("pagehide", wipe);
    };
  }, [wipe]);
  return { secret: box.secret, wipe };
}
