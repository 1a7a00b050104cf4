"use client";

import { useQuery } from "@tanstack/react-query";
import { type FormEvent, Suspense, useId, useRef, useState } from "react";
import { ClusterLine } from "@/components/clients/cluster-line";
import { ClusterNote } from "@/components/clients/create/cluster-note";
import { CreateFailure } from "@/components/clients/create/create-failure";
import { CreateOutcome } from "@/components/clients/create/create-outcome";
import { nameFault } from "@/components/clients/create/name-fault";
import { requestClient } from "@/components/clients/create/request-client";
import { ScopePicker, ScopeSentence } from "@/components/clients/create/scope-picker";
import { endOfChoice, lacksDate, NO_END } from "@/components/metadata/end-choice";
import { EndField } from "@/components/metadata/lazy-parts";
import { type OwnerChoice, OwnerField, ownerInputOf } from "@/components/metadata/owner-field";
import { useSettled } from "@/components/states/use-list-view";
import { Button } from "@/components/ui/button/button";
import { Dialog } from "@/components/ui/dialog/dialog";
import { FormButtons } from "@/components/ui/dialog/form-buttons";
import { EXACT_TEXT } from "@/components/ui/field/field";
import { TextArea } from "@/components/ui/field/text-area";
import { TextField } from "@/components/ui/field/text-field";
import { ApiError } from "@/lib/browser/api";
import { nameTakenQuery } from "@/lib/browser/clients";
import {
  CLIENT_NAME_PATTERN,
  CLIENT_NAME_RULE,
  type CreateClientResult,
  type CreatedClient,
} from "@/lib/contract/clients";
import type { Operation } from "@/lib/contract/operations";
import type { ClientRules } from "@/lib/contract/owners";
import { PRESETS } from "@/lib/contract/scope-presets";
import type { Scope } from "@/lib/contract/scopes";

const NO_SCOPES = "Choose at least one scope: with none, Camunda would grant all of them.";

const bringIntoView = (element: HTMLElement | null) => element?.scrollIntoView({ block: "nearest" });

type CreateClientDialogProps = {
  clusterId: string;
  /** What the team requires of a new client, and the owner that it is proposed to have. */
  rules: ClientRules;
  proposedOwner: OwnerChoice;
  onCreated: (created: CreatedClient) => void;
  onClose: () => void;
};

/** Names a client, chooses its scopes, and requests it once, however often the button is pressed. */
export function CreateClientDialog({ clusterId, rules, proposedOwner, onCreated, onClose }: CreateClientDialogProps) {
  const formId = useId();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<Scope[]>([...PRESETS[0].scopes]);
  const [owner, setOwner] = useState(proposedOwner);
  const [purpose, setPurpose] = useState("");
  const [end, setEnd] = useState(NO_END);
  const [showsEnd, setShowsEnd] = useState(false);
  const [isPending, setPending] = useState(false);
  const [showsErrors, setShowsErrors] = useState(false);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const [operation, setOperation] = useState<Operation | null>(null);
  // One key per request: sent again after a lost response, it returns the first one's state and creates no second client.
  const key = useRef(crypto.randomUUID());
  // State updates too late for the second press of a double click.
  const isSending = useRef(false);
  const form = useRef<HTMLFormElement>(null);

  const settledName = useSettled(name);
  const { data: isTaken = false } = useQuery({
    ...nameTakenQuery(clusterId, settledName),
    enabled: CLIENT_NAME_PATTERN.test(settledName),
  });
  const badName = nameFault(name, isTaken && settledName === name, rules);
  const input = { name, scopes, owner: ownerInputOf(owner) ?? undefined, purpose, end: endOfChoice(end) ?? undefined };
  const endError = showsErrors && lacksDate(end) ? "Choose a date and a time." : failure?.fields["end"];
  const isMissing = (field: "owner" | "purpose") =>
    rules.requires.includes(field) && (field === "owner" ? input.owner === undefined : purpose.trim() === "");
  const fieldError = (field: "owner" | "purpose") =>
    showsErrors && isMissing(field)
      ? `Your team requires ${field === "owner" ? "an owner" : "a purpose"}.`
      : failure?.fields[field];
  const serverName = failure?.fields["name"];
  const shownNameError = name === "" && !showsErrors ? undefined : (badName ?? serverName);

  const take = (result: CreateClientResult) => {
    if (result.outcome === "created") onCreated(result);
    else setOperation(result.operation);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setShowsErrors(true);
    if (badName) return form.current?.querySelector("input")?.focus();
    if (scopes.length === 0) return form.current?.querySelector<HTMLElement>("[type=checkbox]")?.focus();
    if (isMissing("owner")) return form.current?.querySelector<HTMLElement>("[role=combobox]")?.focus();
    if (isMissing("purpose")) return form.current?.querySelector("textarea")?.focus();
    if (lacksDate(end)) return form.current?.querySelector<HTMLElement>("[type=datetime-local]")?.focus();
    if (isSending.current) return;
    isSending.current = true;
    setPending(true);
    setFailure(null);
    try {
      take(await requestClient(clusterId, { key: key.current, ...input }));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setFailure(error);
      // A response ends the request. After a lost one, the same key asks for its state.
      if (error.code !== null) key.current = crypto.randomUUID();
      if (error.fields["name"]) form.current?.querySelector("input")?.focus();
    } finally {
      isSending.current = false;
      setPending(false);
    }
  };
  /** Another name or other scopes make another request. */
  const edited = () => {
    key.current = crypto.randomUUID();
    setFailure(null);
  };
  const startOver = () => {
    key.current = crypto.randomUUID();
    setOperation(null);
  };

  if (operation) {
    return (
      // Content of its own, so that its title takes the focus: the button that had it is gone.
      <Dialog
        key="outcome"
        open
        onCloseRequest={onClose}
        title={`Creating ${name}`}
        footer={<Button onClick={onClose}>Close</Button>}
      >
        <CreateOutcome
          key={operation.id}
          operation={operation}
          createInput={input}
          onResult={take}
          onStartOver={startOver}
        />
      </Dialog>
    );
  }
  const close = () => !isPending && onClose();
  return (
    <Dialog
      open
      size="xl"
      onCloseRequest={close}
      asksToDiscard={!isPending}
      title="Create new client"
      description={
        <>
          <ClusterLine clusterId={clusterId} />
          You'll get a client ID and secret. The secret is shown only once.
        </>
      }
      footer={
        <FormButtons form={formId} submitLabel="Create" pendingLabel="Creating…" pending={isPending} onCancel={close} />
      }
    >
      <form
        id={formId}
        ref={form}
        onSubmit={(event) => void submit(event)}
        noValidate
        className="grid gap-x-8 gap-y-4 md:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]"
      >
        <div className="flex flex-col gap-4">
          <ClusterNote clusterId={clusterId} />
          {failure && !serverName && (
            <div ref={bringIntoView}>
              <CreateFailure failure={failure} />
            </div>
          )}
          <TextField
            label="Client name"
            hint={
              rules.names ? `${CLIENT_NAME_RULE} Your team's names look like ${rules.names.example}.` : CLIENT_NAME_RULE
            }
            error={shownNameError}
            value={name}
            readOnly={isPending}
            onChange={({ target }) => {
              setName(target.value);
              edited();
            }}
            mono
            {...EXACT_TEXT}
            data-1p-ignore
          />
          <TextArea
            label="Purpose"
            rows={2}
            optional={!rules.requires.includes("purpose")}
            error={fieldError("purpose")}
            hint="Which application uses it? Everyone in Latchkey can read this."
            maxLength={500}
            value={purpose}
            readOnly={isPending}
            // Browsers don't scroll to a text area that is already half visible.
            onFocus={({ currentTarget }) => bringIntoView(currentTarget)}
            onChange={({ target }) => setPurpose(target.value)}
          />
          <OwnerField
            value={owner}
            optional={!rules.requires.includes("owner")}
            hint="Who is responsible for it?"
            error={fieldError("owner")}
            onChange={(chosen) => !isPending && setOwner(chosen)}
          />
          {showsEnd ? (
            <Suspense>
              <EndField value={end} error={endError} onChange={(chosen) => !isPending && setEnd(chosen)} />
            </Suspense>
          ) : (
            <p className="flex flex-wrap items-center justify-between gap-2">
              <span>
                <span className="font-medium">End</span> <span className="text-text-faint">(optional)</span>: none
              </span>
              <Button size="sm" aria-expanded={false} onClick={() => setShowsEnd(true)}>
                Set an end date
              </Button>
            </p>
          )}
        </div>
        <div className="flex flex-col gap-4">
          <ScopePicker
            scopes={scopes}
            error={scopes.length === 0 ? NO_SCOPES : undefined}
            onChange={(chosen) => {
              if (isPending) return;
              setScopes(chosen);
              edited();
            }}
          />
          <ScopeSentence scopes={scopes} />
        </div>
      </form>
    </Dialog>
  );
}
