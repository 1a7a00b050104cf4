"use client";

import { useCallback, useEffect, useReducer } from "react";
import type { Connection, CreatedClient } from "@/lib/contract/clients";

/** How long a secret stays on an open screen, in milliseconds. */
const HOLD_MS = 10 * 60_000;

/** The only place in the page that holds a secret. Mutable, so that wiping it leaves no copy behind. */
export type HeldSecret = { secret: string | null };

/** What shows a secret. */
export type ShownSecret = {
  /** The operation that created the client: reports about the secret name it. */
  operationId: string;
  connection: Connection;
  heldSecret: HeldSecret;
};

/** What shows the secret of a new client. The response itself is not kept. */
export const holdSecret = ({ operation, connection, clientSecret }: Omit<CreatedClient, "outcome">): ShownSecret => ({
  operationId: operation.id,
  connection,
  heldSecret: { secret: clientSecret },
});

/**
 * Reads a held secret, and wipes it after ten minutes and when the page is left, before the browser can put it into its
 * back-forward cache. `wipe` wipes it earlier.
 */
export function useHeldSecret(held: HeldSecret): { secret: string | null; wipe: () => void } {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const wipe = useCallback(() => {
    held.secret = null;
    redraw();
  }, [held]);
  useEffect(() => {
    const timer = setTimeout(wipe, HOLD_MS);
    window.addEventListener("pagehide", wipe);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("pagehide", wipe);
    };
  }, [wipe]);
  return { secret: held.secret, wipe };
}
