"use client";

import { lazy } from "react";

// What the page of findings shows only at times. It is not part of its first load.

export const DismissDialog = lazy(() =>
  import("@/components/findings/dismiss-dialog").then((module) => ({ default: module.DismissDialog })),
);
