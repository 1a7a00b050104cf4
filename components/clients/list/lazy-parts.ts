"use client";

import { lazy } from "react";
import { codeFor } from "@/lib/browser/api";
import { createClient } from "@/lib/browser/clients";
import type { CreateClientInput } from "@/lib/contract/clients";

/** What the API tab shows only at times: none of it is part of the page's first load. */
const loadCredentials = () => import("@/components/clients/credentials/credentials-dialog");

export const CredentialsDialog = lazy(() =>
  loadCredentials().then((module) => ({ default: module.CredentialsDialog })),
);
export const CreateClientDialog = lazy(() =>
  import("@/components/clients/create/create-client-dialog").then((module) => ({ default: module.CreateClientDialog })),
);
export const ConnectionDetailsDialog = lazy(() =>
  import("@/components/clients/credentials/connection-details-dialog").then((module) => ({
    default: module.ConnectionDetailsDialog,
  })),
);
export const IntentBanner = lazy(() =>
  import("@/components/clients/list/operation-banner").then((module) => ({ default: module.IntentBanner })),
);
export const DeleteClientDialog = lazy(() =>
  import("@/components/clients/delete/delete-client-dialog").then((module) => ({ default: module.DeleteClientDialog })),
);

/**
 * Asks for a client, once the dialog that shows its secret and every file's format are here: a secret that is shown
 * once must never depend on code that is still to come.
 * @throws ApiError; when the code can't be had, nothing was sent
 */
export async function askForClient(clusterId: string, input: CreateClientInput) {
  const formats = import("@/lib/credentials/formats").then(({ loadFormats }) => loadFormats());
  await codeFor(Promise.all([loadCredentials(), formats]));
  return createClient(clusterId, input);
}
