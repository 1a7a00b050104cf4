"use client";

import { lazy } from "react";

// What other pages show of rotations only at times. None of it is part of their first load.

export const RotateFlow = lazy(() =>
  import("@/components/rotations/rotate-flow").then((module) => ({ default: module.RotateFlow })),
);
export const RotationButtons = lazy(() =>
  import("@/components/rotations/rotation-buttons").then((module) => ({ default: module.RotationButtons })),
);
export const RotationLine = lazy(() =>
  import("@/components/rotations/rotation-line").then((module) => ({ default: module.RotationLine })),
);
