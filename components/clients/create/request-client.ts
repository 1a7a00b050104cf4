"use client";

import { codeFor } from "@/lib/browser/api";
import { createClient } from "@/lib/browser/clients";
import type { CreateClientInput } from "@/lib/contract/clients";

/**
 * Sends a request whose response may hold a secret, after loading the dialog that shows it and every format: a secret
 * that is shown only once must not depend on code that is still to be loaded.
 * @throws ApiError; when the code can't be loaded, nothing was sent
 */
export async function requestSecret<T>(send: () => Promise<T>): Promise<T> {
  const dialog = import("@/components/clients/credentials/secret-surface");
  const formats = import("@/lib/credentials/formats").then(({ loadFormats }) => loadFormats());
  await codeFor(Promise.all([dialog, formats]));
  return send();
}

/** Requests a client. @throws ApiError */
export function requestClient(clusterId: string, input: CreateClientInput) {
  return requestSecret(() => createClient(clusterId, input));
}
