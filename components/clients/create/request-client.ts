"use client";

import { codeFor } from "@/lib/browser/api";
import { createClient } from "@/lib/browser/clients";
import type { CreateClientInput } from "@/lib/contract/clients";

/**
 * Requests a client, after loading the dialog that shows its secret and every format: a secret that is shown only once
 * must not depend on code that is still to be loaded.
 * @throws ApiError; when the code can't be loaded, nothing was sent
 */
export async function requestClient(clusterId: string, input: CreateClientInput) {
  const dialog = import("@/components/clients/credentials/credentials-dialog");
  const formats = import("@/lib/credentials/formats").then(({ loadFormats }) => loadFormats());
  await codeFor(Promise.all([dialog, formats]));
  return createClient(clusterId, input);
}
