"use client";

import { useState } from "react";
import { ClusterLine } from "@/components/clients/cluster-line";
import { knownScopes, type RotatedClient } from "@/components/rotations/rotate-dialog";
import { RotationFailure } from "@/components/rotations/rotation-failure";
import { useNewName } from "@/components/rotations/use-new-name";
import { useSecretRequest } from "@/components/rotations/use-secret-request";
import { ConfirmDialog } from "@/components/ui/dialog/confirm-dialog";
import { Banner } from "@/components/ui/feedback/banner";
import { EXACT_TEXT } from "@/components/ui/field/field";
import { TextField } from "@/components/ui/field/text-field";
import { startRotation } from "@/lib/browser/rotations";
import { nextName } from "@/lib/contract/next-name";
import type { ClientRules } from "@/lib/contract/owners";
import type { RotationResult } from "@/lib/contract/rotations";
import { SCOPES } from "@/lib/contract/scopes";

type LeakDialogProps = {
  client: RotatedClient;
  rules: ClientRules;
  onResult: (result: RotationResult) => void;
  onClose: () => void;
};

/** Deletes a client whose secret has leaked and creates another, once the name is typed. Says what breaks. */
export function LeakDialog({ client, rules, onResult, onClose }: LeakDialogProps) {
  const { clusterId, clientId, name: oldName } = client;
  const [typed, setTyped] = useState("");
  const { name, type, fault } = useNewName(clusterId, nextName(oldName), rules);
  const { isPending, failure, request, forget } = useSecretRequest(onResult);
  const known = knownScopes(client);
  // Without a scope that can be requested, the smallest useful one.
  const scopes = known.length > 0 ? known : SCOPES.slice(0, 1);
  const confirm = () => {
    if (fault) return;
    void request((key) =>
      startRotation(clusterId, clientId, { reason: "leak", key, name, scopes, confirmation: typed }),
    );
  };
  return (
    <ConfirmDialog
      open
      danger
      asksToDiscard
      title={`Replace ${oldName} now?`}
      description={
        <>
          <ClusterLine clusterId={clusterId} />
          Latchkey deletes this client first, then creates a new one with the same scopes and shows its secret.
        </>
      }
      confirmLabel="Delete and replace"
      pendingLabel="Replacing…"
      pending={isPending}
      ready={typed === oldName && fault === undefined}
      onConfirm={confirm}
      onCancel={onClose}
    >
      <Banner tone="warn" title="Applications that use it stop when their tokens expire">
        Nobody can get a new token with the leaked secret. Tokens that were already issued stay valid for up to 24
        hours, for your applications and for anyone who has stolen one. Give the new credentials to your applications
        right away.
      </Banner>
      {failure?.fields["name"] === undefined && (
        <RotationFailure clusterId={clusterId} title="The client was not replaced" failure={failure} />
      )}
      {isPending && (
        <p role="status" className="animate-late text-text-muted">
          Camunda is slow to respond. Latchkey stops waiting after a minute.
        </p>
      )}
      <TextField
        label={
          <>
            Type <code>{oldName}</code> to confirm
          </>
        }
        value={typed}
        readOnly={isPending}
        onChange={({ target }) => setTyped(target.value)}
        mono
        {...EXACT_TEXT}
      />
      <TextField
        label="New name"
        error={fault ?? failure?.fields["name"]}
        value={name}
        readOnly={isPending}
        onChange={({ target }) => {
          type(target.value);
          forget();
        }}
        mono
        {...EXACT_TEXT}
      />
    </ConfirmDialog>
  );
}
