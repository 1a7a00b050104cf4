"use client";

import { lazy } from "react";

// What a rotation's page shows only at times. None of it is part of its first load.

export const CreateAgainDialog = lazy(() =>
  import("@/components/rotations/create-again-dialog").then((module) => ({ default: module.CreateAgainDialog })),
);
export const DeadlineDialog = lazy(() =>
  import("@/components/rotations/deadline-dialog").then((module) => ({ default: module.DeadlineDialog })),
);
export const GiveUpDialog = lazy(() =>
  import("@/components/rotations/give-up-dialog").then((module) => ({ default: module.GiveUpDialog })),
);
export const NoNewClient = lazy(() =>
  import("@/components/rotations/no-new-client").then((module) => ({ default: module.NoNewClient })),
);
