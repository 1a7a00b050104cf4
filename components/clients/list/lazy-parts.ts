"use client";

import { lazy } from "react";
import { lazyPart } from "@/components/ui/lazy-part";
import { onFirstInteraction } from "@/components/ui/on-first-interaction";

// What the API tab shows only at times. None of it is part of the page's first load.

const [SecretSurface, loadSurface] = lazyPart(async () => ({
  default: (await import("@/components/clients/credentials/secret-surface")).SecretSurface,
}));
const [CreateClientDialog, loadCreate] = lazyPart(async () => ({
  default: (await import("@/components/clients/create/create-client-dialog")).CreateClientDialog,
}));
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

export { CreateClientDialog, SecretSurface };

/** Loads the dialogs of a create before they are opened, so that no key is lost that somebody types at once. */
export const loadCreateEarly = (): (() => void) =>
  // Without a network they are loaded when they are needed.
  onFirstInteraction(() => void Promise.allSettled([loadCreate(), loadSurface()]));
