import type { KeyboardEvent } from "react";

/** Selects what Tab stops at. */
export const TAB_STOPS = ":is(a[href], :is(button, input, select, textarea):enabled, [tabindex]):not([tabindex='-1'])";

/** Keeps Tab inside an element: after its last stop comes its first, and the other way round with Shift. So from a title. */
export function loopTab(event: KeyboardEvent<HTMLElement>, within: HTMLElement = event.currentTarget) {
  // A dialog inside this one has its own stops.
  if (event.defaultPrevented) return;
  const stops = [...within.querySelectorAll<HTMLElement>(TAB_STOPS)];
  const [end, start] = event.shiftKey ? [stops.at(0), stops.at(-1)] : [stops.at(-1), stops.at(0)];
  const isTitle = event.shiftKey && event.target instanceof HTMLHeadingElement;
  if (event.target !== end && !isTitle) return;
  event.preventDefault();
  start?.focus();
}
