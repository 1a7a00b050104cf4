"use client";

import { useState } from "react";
import { ClusterLine } from "@/components/clients/cluster-line";
import { ActionFailure } from "@/components/states/action-failure";
import { useAction } from "@/components/states/use-action";
import { ConfirmDialog } from "@/components/ui/dialog/confirm-dialog";
import { Banner } from "@/components/ui/feedback/banner";
import { EXACT_TEXT } from "@/components/ui/field/field";
import { TextField } from "@/components/ui/field/text-field";
import { deleteClient } from "@/lib/browser/clients";
import type { Client } from "@/lib/contract/clients";

type DeleteClientDialogProps = {
  clusterId: string;
  client: Pick<Client, "clientId" | "name"> & Partial<Pick<Client, "purpose">>;
  onDeleted: () => void;
  onCancel: () => void;
};

/** Deletes a client once its name is typed. Says what to stop first, and why. */
export function DeleteClientDialog({ clusterId, client, onDeleted, onCancel }: DeleteClientDialogProps) {
  const [typed, setTyped] = useState("");
  const { isPending, failure, run } = useAction();
  const isOtherCase = typed !== client.name && typed.toLowerCase() === client.name.toLowerCase();

  const confirm = async () => {
    await deleteClient(clusterId, client.clientId);
    onDeleted();
  };
  return (
    <ConfirmDialog
      open
      danger
      title={`Delete ${client.name}?`}
      description={
        <>
          <ClusterLine clusterId={clusterId} />
          {client.purpose && <p className="line-clamp-2 wrap-anywhere">Purpose: {client.purpose}</p>}
          <p className="pt-1">This can't be undone. Applications that use this client lose their access.</p>
        </>
      }
      confirmLabel="Delete client"
      pendingLabel="Deleting…"
      pending={isPending}
      ready={typed === client.name}
      onConfirm={() => void run(confirm)}
      onCancel={failure?.code === "client_not_found" ? onDeleted : onCancel}
    >
      <Banner tone="warn" title="Stop its workers first">
        Tokens they already hold stay valid for up to 24 hours. After that, they keep requesting new ones, and Camunda
        may block the token requests of every client behind the same address.
      </Banner>
      <ActionFailure title="Couldn't confirm deletion" failure={failure} />
      {isPending && (
        <p role="status" className="animate-late text-text-muted">
          Camunda is slow to respond. Latchkey stops waiting after half a minute.
        </p>
      )}
      <TextField
        label={
          <>
            Type <code>{client.name}</code> to confirm
          </>
        }
        value={typed}
        error={isOtherCase ? "The name is case-sensitive. Type it exactly as shown." : undefined}
        onChange={({ target }) => setTyped(target.value)}
        mono
        {...EXACT_TEXT}
      />
    </ConfirmDialog>
  );
}
