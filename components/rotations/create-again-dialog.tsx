"use client";

import { type FormEvent, useId } from "react";
import { ClusterLine } from "@/components/clients/cluster-line";
import { RotationFailure } from "@/components/rotations/rotation-failure";
import { useNewName } from "@/components/rotations/use-new-name";
import { useSecretRequest } from "@/components/rotations/use-secret-request";
import { Dialog } from "@/components/ui/dialog/dialog";
import { FormButtons } from "@/components/ui/dialog/form-buttons";
import { EXACT_TEXT } from "@/components/ui/field/field";
import { TextField } from "@/components/ui/field/text-field";
import { createInRotation } from "@/lib/browser/rotations";
import type { RotationDetails, RotationResult } from "@/lib/contract/rotations";
import { SCOPES } from "@/lib/contract/scopes";

type CreateAgainDialogProps = {
  details: RotationDetails;
  onResult: (result: RotationResult) => void;
  onClose: () => void;
};

/** Creates the new client of a rotation that has none, with the scopes that were chosen at its start. */
export function CreateAgainDialog({ details, onResult, onClose }: CreateAgainDialogProps) {
  const { rotation, rules } = details;
  const { id, clusterId } = rotation;
  const formId = useId();
  const { name, type, fault } = useNewName(clusterId, rotation.newName, rules);
  const { isPending, failure, request, forget } = useSecretRequest(onResult);
  const known = SCOPES.filter((scope) => details.scopes.includes(scope));
  const scopes = known.length > 0 ? known : SCOPES.slice(0, 1);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!fault) void request((key) => createInRotation(id, { key, name, scopes }));
  };
  const close = () => !isPending && onClose();
  return (
    <Dialog
      open
      onCloseRequest={close}
      asksToDiscard={!isPending}
      title="Create the new client"
      description={
        <>
          <ClusterLine clusterId={clusterId} />
          With {scopes.join(", ")}. You'll get a client ID and secret. The secret is shown only once.
        </>
      }
      footer={
        <FormButtons form={formId} submitLabel="Create" pendingLabel="Creating…" pending={isPending} onCancel={close} />
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="flex flex-col gap-4">
        {failure?.fields["name"] === undefined && (
          <RotationFailure clusterId={clusterId} title="No client was created" failure={failure} />
        )}
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
      </form>
    </Dialog>
  );
}
