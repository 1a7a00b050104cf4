"use client";

import { lazy } from "react";

// What a page's first load can do without: the server's HTML shows it meanwhile.

export const SuggestField = lazy(() =>
  import("@/components/inventory/suggest-field").then((module) => ({ default: module.SuggestField })),
);
export const ConsoleEvents = lazy(() =>
  import("@/components/audit/console-events").then((module) => ({ default: module.ConsoleEvents })),
);
