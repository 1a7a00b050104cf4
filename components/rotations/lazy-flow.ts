"use client";

import { lazy } from "react";

/** Not part of any page's first load. Apart from the other lazy parts, one of which loads it. */
export const RotateFlow = lazy(() =>
  import("@/components/rotations/rotate-flow").then((module) => ({ default: module.RotateFlow })),
);
