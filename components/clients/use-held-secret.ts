"use client";

import { useEffect, useState } from "react";

/** How long a secret may stay on a screen that nobody leaves, in milliseconds. */
const HOLD_MS = 10 * 60_000;

/**
 * Holds a secret in this component's state and nowhere else. It is wiped when the component goes, when the page is
 * hidden for good (which also keeps it out of the back-forward cache), and after ten minutes.
 */
export function useHeldSecret(first: string): { secret: string | null; wipe: () => void } {
  const [secret, setSecret] = useState<string | null>(first);
  useEffect(() => {
    const wipe = () => setSecret(null);
    const timer = setTimeout(wipe, HOLD_MS);
    window.addEventListener("pagehide", wipe);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("pagehide", wipe);
    };
  }, []);
  return { secret, wipe: () => setSecret(null) };
}
