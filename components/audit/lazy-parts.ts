"use client";

import { lazy } from "react";

// What the filter needs once somebody uses it. It is not part of a page's first load.

export const SuggestField = lazy(() =>
  import("@/components/inventory/suggest-field").then((module) => ({ default: module.SuggestField })),
);
