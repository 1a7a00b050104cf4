"use client";

import type { ReactNode } from "react";
import { CredentialsDialog } from "@/components/clients/credentials/credentials-dialog";
import type { ShownSecret } from "@/components/clients/credentials/use-held-secret";
import { DialogSurface } from "@/components/ui/dialog/dialog-frame";

type SecretSurfaceProps = {
  /** Null as long as there is no secret. */
  shown: ShownSecret | null;
  onClose: (shown: ShownSecret) => void;
  /** The dialog that asks for the client, until there is one. */
  children: ReactNode;
};

/** From a form to the secret of the new client, in one window. Nothing may be reloaded while the secret is shown. */
export function SecretSurface({ shown, onClose, children }: SecretSurfaceProps) {
  return (
    <DialogSurface>
      {shown ? <CredentialsDialog key={shown.operationId} {...shown} onClose={() => onClose(shown)} /> : children}
    </DialogSurface>
  );
}
