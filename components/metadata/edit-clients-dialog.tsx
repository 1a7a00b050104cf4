"use client";

import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { choiceOf, type EndChoice, endOfChoice, lacksDate, NO_END } from "@/components/metadata/end-choice";
import { EndField } from "@/components/metadata/end-field";
import { OwnerField, ownerInputOf } from "@/components/metadata/owner-field";
import { ActionFailure } from "@/components/states/action-failure";
import { useAction } from "@/components/states/use-action";
import { Dialog } from "@/components/ui/dialog/dialog";
import { FormButtons } from "@/components/ui/dialog/form-buttons";
import { EXACT_TEXT } from "@/components/ui/field/field";
import { Select } from "@/components/ui/field/select";
import { TextArea } from "@/components/ui/field/text-area";
import { TextField } from "@/components/ui/field/text-field";
import { changeAtOnce } from "@/lib/browser/change-at-once";
import { REVIEW_RHYTHMS } from "@/lib/contract/end-choices";
import type { InventoryRow } from "@/lib/contract/inventory";
import type { ChangedMetadata, MetadataChanges } from "@/lib/contract/metadata";

/** What an edit did: in a sentence, and what undoes it. */
export type Edited = ChangedMetadata & { message: string };

type EditClientsDialogProps = {
  /** One client, whose fields are filled in, or several, whose empty fields stay as they are. */
  clients: readonly InventoryRow[];
  /** Whether this adopts a client that was created elsewhere. */
  adopts?: boolean;
  onDone: (edited: Edited) => void;
  onClose: () => void;
};

const tagsOf = (text: string) => [
  ...new Set(
    text
      .split(",")
      .map((tag) => tag.trim().toLowerCase())
      .filter(Boolean),
  ),
];

function initialOf(clients: readonly InventoryRow[]) {
  const [first] = clients;
  if (!first || clients.length > 1) {
    const end: EndChoice = { ...NO_END, when: "keep" };
    return { owner: { name: "", memberId: null }, purpose: "", reviewOn: "", tags: "", rhythm: "keep", end };
  }
  return {
    owner: first.owner ?? { name: "", memberId: null },
    purpose: first.purpose ?? "",
    reviewOn: first.reviewAt?.slice(0, 10) ?? "",
    tags: first.tags.join(", "),
    rhythm: String(first.reviewEveryDays ?? "none"),
    end: choiceOf(first.end),
  };
}

/**
 * Edits what only Latchkey knows of one client or of several, or adopts one. An edit is shown at once, so its dialog
 * closes, and is back with what was typed if the server refuses it.
 */
export function EditClientsDialog({ clients, adopts = false, onDone, onClose }: EditClientsDialogProps) {
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const [initial] = useState(() => initialOf(clients));
  const [values, setValues] = useState(initial);
  const [showsErrors, setShowsErrors] = useState(false);
  const { isPending, failure, run } = useAction();
  const queries = useQueryClient();
  // The dialog is back, and its alert or the field with the error says why.
  useEffect(() => {
    if (failure) form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [failure]);
  const isMany = clients.length > 1;
  const [only] = clients;
  const set = (changed: Partial<typeof values>) => !isPending && setValues({ ...values, ...changed });

  const changesOf = ({ tags }: InventoryRow): MetadataChanges => {
    const typed = tagsOf(values.tags);
    const end = endOfChoice(values.end);
    const rhythm = REVIEW_RHYTHMS.find((days) => String(days) === values.rhythm) ?? null;
    const isSet = (name: "purpose" | "reviewOn" | "tags" | "rhythm") => values[name] !== initial[name];
    return {
      ...(JSON.stringify(values.owner) !== JSON.stringify(initial.owner) && { owner: ownerInputOf(values.owner) }),
      ...(isSet("purpose") && { purpose: values.purpose.trim() || null }),
      ...(isSet("reviewOn") && { reviewOn: values.reviewOn || null }),
      ...(isSet("tags") && { tags: isMany ? [...new Set([...tags, ...typed])] : typed }),
      ...(isSet("rhythm") && values.rhythm !== "keep" && { reviewEveryDays: rhythm }),
      ...(end !== undefined && JSON.stringify(values.end) !== JSON.stringify(initial.end) && { end }),
      ...(adopts && { isAdopted: true }),
    };
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isPending) return;
    setShowsErrors(true);
    if (lacksDate(values.end)) return form.current?.querySelector<HTMLElement>("[type=datetime-local]")?.focus();
    void run(async () => {
      const done = await changeAtOnce(
        queries,
        clients.map((client) => ({
          clusterId: client.clusterId,
          clientId: client.clientId,
          changes: changesOf(client),
        })),
      );
      const what = isMany ? `${done.changed} clients were` : `${only?.name} was`;
      onDone({ message: `${what} ${adopts ? "adopted" : "updated"}.`, ...done });
    });
  };
  const errorOf = (field: string) =>
    failure?.fields[field] ??
    Object.entries(failure?.fields ?? {}).find(([path]) => path.split(".").includes(field))?.[1];
  const hasFieldError = ["owner", "purpose", "reviewOn", "tags", "end"].some((field) => errorOf(field) !== undefined);
  const name = isMany ? `${clients.length} clients` : (only?.name ?? "");
  return (
    <Dialog
      open={adopts || !isPending}
      onCloseRequest={() => !isPending && onClose()}
      asksToDiscard={!isPending && (failure ? "always" : true)}
      title={adopts ? `Adopt ${name}` : `Edit ${name}`}
      description={
        adopts
          ? "Say who owns this client and what it is for. From then on, Latchkey treats it like one that you created here."
          : isMany
            ? "Fields that you leave empty keep their values. Tags are added to those of each client."
            : "Only Latchkey stores this. Nothing changes in Camunda now."
      }
      footer={
        <FormButtons
          form={id}
          submitLabel={adopts ? "Adopt" : "Save"}
          pendingLabel="Saving…"
          pending={isPending}
          onCancel={onClose}
        />
      }
    >
      <form id={id} ref={form} noValidate onSubmit={submit} className="flex flex-col gap-4">
        {failure && !hasFieldError && <ActionFailure title="Nothing was changed" failure={failure} />}
        <OwnerField
          value={values.owner}
          error={errorOf("owner")}
          optional={!adopts}
          onChange={(owner) => set({ owner })}
        />
        <TextArea
          label="Purpose"
          optional={!adopts}
          error={errorOf("purpose")}
          maxLength={500}
          value={values.purpose}
          readOnly={isPending}
          onChange={({ target }) => set({ purpose: target.value })}
        />
        <TextField
          type="date"
          label="Review date"
          optional
          hint="When someone should check whether it is still needed."
          error={errorOf("reviewOn")}
          value={values.reviewOn}
          readOnly={isPending}
          onChange={({ target }) => set({ reviewOn: target.value })}
        />
        <Select
          label="Repeat review"
          optional
          hint="Sets the next review date each time someone presses “Still needed”."
          value={values.rhythm}
          onChange={({ target }) => set({ rhythm: target.value })}
          options={[
            ...(isMany ? [{ value: "keep", label: "Leave as it is" }] : []),
            { value: "none", label: "Never" },
            ...REVIEW_RHYTHMS.map((days) => ({ value: String(days), label: `Every ${days} days` })),
          ]}
        />
        <EndField
          value={values.end}
          keeps={isMany}
          error={showsErrors && lacksDate(values.end) ? "Choose a date and a time." : errorOf("end")}
          onChange={(end) => set({ end })}
        />
        <TextField
          label={isMany ? "Add tags" : "Tags"}
          optional
          hint="Separate tags with commas."
          error={errorOf("tags")}
          value={values.tags}
          readOnly={isPending}
          onChange={({ target }) => set({ tags: target.value })}
          {...EXACT_TEXT}
        />
      </form>
    </Dialog>
  );
}
