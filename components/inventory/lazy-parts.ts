"use client";

import { lazy } from "react";

// What the inventory shows only at times. None of it is part of the page's first load.

export const ClientPanel = lazy(() =>
  import("@/components/inventory/client-panel").then((module) => ({ default: module.ClientPanel })),
);
export const ChooseDialog = lazy(() =>
  import("@/components/inventory/choose-dialog").then((module) => ({ default: module.ChooseDialog })),
);
export const ColumnsDialog = lazy(() =>
  import("@/components/inventory/columns-dialog").then((module) => ({ default: module.ColumnsDialog })),
);
export const ViewsDialog = lazy(() =>
  import("@/components/inventory/views-dialog").then((module) => ({ default: module.ViewsDialog })),
);
export const CountedChoices = lazy(() =>
  import("@/components/inventory/counted-choices").then((module) => ({ default: module.CountedChoices })),
);
