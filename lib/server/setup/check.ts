import "server-only";
import type { SetupCheck } from "@/lib/contract/setup";

/** A check that found nothing to do. */
export const ok = (name: string, found: string): SetupCheck => ({ name, state: "ok", found, step: null });

/** A check that found something missing, without which Latchkey works. */
export const warning = (name: string, found: string, step: string): SetupCheck => ({
  name,
  state: "warning",
  found,
  step,
});

/** A check that found something broken. */
export const fault = (name: string, found: string, step: string): SetupCheck => ({ name, state: "fault", found, step });
