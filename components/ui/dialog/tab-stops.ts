import type { KeyboardEvent } from "react";

/** Selects what Tab stops at. */
export const TAB_STOPS = ":is(a[href], :is(button, input, select, textarea):enabled, [tabindex]):not([tabindex='-1'])";

/** Keeps Tab inside an element: after its last stop comes its first, and the other way round with Shift. */
export function loopTab(event: KeyboardEvent<HTMLElement>, within: HTMLElement = event.currentTarget) {
  const stops = [...within.querySelectorAll<HTMLElement>(TAB_STOPS)];
  const [end, start] = event.shiftKey ? [stops.at(0), stops.at(-1)] : [stops.at(-1), stops.at(0)];
  if (event.target !== end) return;
  event.preventDefault();
  start?.focus();
}
