"use client";

import { lazy } from "react";

/** Not part of any page's first load. */
export const EditClientsDialog = lazy(() =>
  import("@/components/metadata/edit-clients-dialog").then((module) => ({ default: module.EditClientsDialog })),
);
