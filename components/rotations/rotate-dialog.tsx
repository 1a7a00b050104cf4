"use client";

import { type FormEvent, useId, useRef, useState } from "react";
import { ClusterLine } from "@/components/clients/cluster-line";
import { ScopePicker } from "@/components/clients/create/scope-picker";
import { ScopeBadges } from "@/components/clients/list/scope-badges";
import { deadlineOf, OverlapFields, overlapText, useOverlap } from "@/components/rotations/overlap-fields";
import { RotationFailure } from "@/components/rotations/rotation-failure";
import { useNewName } from "@/components/rotations/use-new-name";
import { useSecretRequest } from "@/components/rotations/use-secret-request";
import { Button } from "@/components/ui/button/button";
import { Dialog } from "@/components/ui/dialog/dialog";
import { FormButtons } from "@/components/ui/dialog/form-buttons";
import { EXACT_TEXT } from "@/components/ui/field/field";
import { TextField } from "@/components/ui/field/text-field";
import { startRotation } from "@/lib/browser/rotations";
import { nextName } from "@/lib/contract/next-name";
import type { ClientRules } from "@/lib/contract/owners";
import type { RotationResult } from "@/lib/contract/rotations";
import { SCOPES, type Scope } from "@/lib/contract/scopes";

/** The client that is replaced. */
export type RotatedClient = { clusterId: string; clientId: string; name: string; scopes: readonly string[] };

type RotateDialogProps = {
  client: RotatedClient;
  rules: ClientRules;
  onResult: (result: RotationResult) => void;
  onClose: () => void;
};

/** The scopes that can be requested again: Camunda can report others. */
export const knownScopes = ({ scopes }: RotatedClient): Scope[] => SCOPES.filter((scope) => scopes.includes(scope));

/** Asks for the new client and for the overlap, and says what will happen when. */
export function RotateDialog({ client, rules, onResult, onClose }: RotateDialogProps) {
  const { clusterId, clientId, name: oldName } = client;
  const formId = useId();
  const form = useRef<HTMLFormElement>(null);
  const same = knownScopes(client);
  const { name, type, fault } = useNewName(clusterId, nextName(oldName), rules);
  const [scopes, setScopes] = useState(same);
  const [picksScopes, setPicksScopes] = useState(same.length === 0);
  const [overlap, setOverlap] = useOverlap();
  const [note, setNote] = useState("");
  const [showsErrors, setShowsErrors] = useState(false);
  const { isPending, failure, request, forget } = useSecretRequest(onResult);
  const deadline = deadlineOf(overlap);
  const deadlineError = showsErrors && deadline === null ? "Choose a date and a time." : failure?.fields["deadline"];
  const nameError = fault ?? failure?.fields["name"];
  const hasFieldError = ["name", "deadline"].some((field) => failure?.fields[field] !== undefined);
  const isSame = scopes.join() === same.join();

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setShowsErrors(true);
    const firstInput = (selector: string) => form.current?.querySelector<HTMLElement>(selector)?.focus();
    if (fault) return firstInput("input");
    if (scopes.length === 0) return firstInput("[type=checkbox]");
    if (deadline === null) return firstInput("[type=datetime-local]");
    const { action: deadlineAction } = overlap;
    const reason = isSame ? "rotate" : "scopes";
    void request((key) =>
      startRotation(clusterId, clientId, { reason, key, name, scopes, note, deadline, deadlineAction }),
    );
  };
  const edit = <Value,>(set: (value: Value) => void) => {
    return (value: Value) => {
      if (isPending) return;
      set(value);
      forget();
    };
  };
  const close = () => !isPending && onClose();
  return (
    <Dialog
      open
      onCloseRequest={close}
      asksToDiscard={!isPending}
      title={`Rotate ${oldName}`}
      description={
        <>
          <ClusterLine clusterId={clusterId} />
          Creates a new client beside this one. Give its credentials to your applications, then delete this one.
        </>
      }
      footer={
        <FormButtons
          form={formId}
          submitLabel="Create new client"
          pendingLabel="Creating…"
          pending={isPending}
          onCancel={close}
        />
      }
    >
      <form id={formId} ref={form} noValidate onSubmit={submit} className="flex flex-col gap-4">
        {!hasFieldError && (
          <RotationFailure clusterId={clusterId} title="The rotation did not start" failure={failure} />
        )}
        <TextField
          label="New name"
          hint="Names are unique in a cluster, so the new client needs a different name."
          error={nameError}
          value={name}
          readOnly={isPending}
          onChange={({ target }) => edit(type)(target.value)}
          mono
          {...EXACT_TEXT}
        />
        {picksScopes ? (
          <ScopePicker
            scopes={scopes}
            error={scopes.length === 0 ? "Choose at least one scope." : undefined}
            onChange={edit(setScopes)}
          />
        ) : (
          <div className="flex flex-wrap items-center justify-between gap-3">
            <span className="flex flex-wrap items-center gap-2">
              <span className="font-medium">Scopes</span>
              <ScopeBadges scopes={scopes} />
            </span>
            <Button size="sm" onClick={() => setPicksScopes(true)}>
              Replace with other scopes
            </Button>
          </div>
        )}
        <OverlapFields overlap={overlap} error={deadlineError} onChange={edit(setOverlap)} />
        <TextField
          label="Note"
          optional
          maxLength={500}
          value={note}
          readOnly={isPending}
          onChange={({ target }) => edit(setNote)(target.value)}
        />
        <p role="status" className="rounded border border-line bg-sunken px-3 py-2.5 text-text-muted">
          Latchkey creates {name || "the new client"} now. {overlapText(overlap, oldName)}
        </p>
      </form>
    </Dialog>
  );
}
