"use client";

import { lazy } from "react";

/** Not part of any page's first load. */
export const EditClientsDialog = lazy(() =>
  import("@/components/metadata/edit-clients-dialog").then((module) => ({ default: module.EditClientsDialog })),
);
export const EndField = lazy(() =>
  import("@/components/metadata/end-field").then((module) => ({ default: module.EndField })),
);
export const ConfirmReviews = lazy(() =>
  import("@/components/metadata/date-steps").then((module) => ({ default: module.ConfirmReviews })),
);
