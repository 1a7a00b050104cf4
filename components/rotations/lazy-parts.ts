"use client";

import { lazy } from "react";

// What a client's page shows of rotations. None of it is part of its first load.

export const RotationButtons = lazy(() =>
  import("@/components/rotations/rotation-buttons").then((module) => ({ default: module.RotationButtons })),
);
export const RotationLine = lazy(() =>
  import("@/components/rotations/rotation-line").then((module) => ({ default: module.RotationLine })),
);
