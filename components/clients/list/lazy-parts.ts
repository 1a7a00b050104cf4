"use client";

import { lazy } from "react";

// What the API tab shows only at times. None of it is part of the page's first load.

export const CredentialsDialog = lazy(() =>
  import("@/components/clients/credentials/credentials-dialog").then((module) => ({
    default: module.CredentialsDialog,
  })),
);
export const CreateClientDialog = lazy(() =>
  import("@/components/clients/create/create-client-dialog").then((module) => ({ default: module.CreateClientDialog })),
);
export const ConnectionDetailsDialog = lazy(() =>
  import("@/components/clients/credentials/connection-details-dialog").then((module) => ({
    default: module.ConnectionDetailsDialog,
  })),
);
export const OperationBanners = lazy(() =>
  import("@/components/clients/list/operation-banners").then((module) => ({ default: module.OperationBanners })),
);
export const DeleteClientDialog = lazy(() =>
  import("@/components/clients/delete/delete-client-dialog").then((module) => ({ default: module.DeleteClientDialog })),
);
