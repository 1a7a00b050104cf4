"use client";

import { type FormEvent, useId, useRef, useState } from "react";
import { OwnerField, ownerInputOf } from "@/components/metadata/owner-field";
import { ActionFailure } from "@/components/states/action-failure";
import { useAction } from "@/components/states/use-action";
import { Button } from "@/components/ui/button/button";
import { Dialog } from "@/components/ui/dialog/dialog";
import { EXACT_TEXT } from "@/components/ui/field/field";
import { TextArea } from "@/components/ui/field/text-area";
import { TextField } from "@/components/ui/field/text-field";
import { changeMetadata } from "@/lib/browser/metadata";
import type { InventoryRow } from "@/lib/contract/inventory";
import type { ChangedClient, MetadataChanges } from "@/lib/contract/metadata";

/** What a dialog did, in a sentence, and the changes that undo it. */
export type Edited = { message: string; undo: ChangedClient[] };

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
  if (!first || clients.length > 1) return { owner: { name: "", memberId: null }, purpose: "", reviewOn: "", tags: "" };
  return {
    owner: first.owner ?? { name: "", memberId: null },
    purpose: first.purpose ?? "",
    reviewOn: first.reviewAt?.slice(0, 10) ?? "",
    tags: first.tags.join(", "),
  };
}

/** Edits owner, purpose, review date and tags of one client or of several, or adopts one. */
export function EditClientsDialog({ clients, adopts = false, onDone, onClose }: EditClientsDialogProps) {
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const [initial] = useState(() => initialOf(clients));
  const [values, setValues] = useState(initial);
  const { isPending, failure, run } = useAction();
  const isMany = clients.length > 1;
  const [only] = clients;
  const set = (changed: Partial<typeof values>) => !isPending && setValues({ ...values, ...changed });

  const changesOf = ({ tags }: InventoryRow): MetadataChanges => {
    const typed = tagsOf(values.tags);
    const isSet = (name: "purpose" | "reviewOn" | "tags") => values[name] !== initial[name];
    return {
      ...(JSON.stringify(values.owner) !== JSON.stringify(initial.owner) && { owner: ownerInputOf(values.owner) }),
      ...(isSet("purpose") && { purpose: values.purpose.trim() || null }),
      ...(isSet("reviewOn") && { reviewOn: values.reviewOn || null }),
      ...(isSet("tags") && { tags: isMany ? [...new Set([...tags, ...typed])] : typed }),
      ...(adopts && { isAdopted: true }),
    };
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isPending) return;
    void run(async () => {
      const undo = await changeMetadata(
        clients.map((client) => ({
          clusterId: client.clusterId,
          clientId: client.clientId,
          changes: changesOf(client),
        })),
      );
      const what = isMany ? `${undo.length} clients are` : `${only?.name} is`;
      onDone({ message: `${what} ${adopts ? "adopted" : "changed"}.`, undo });
    });
  };
  const errorOf = (field: string) =>
    failure?.fields[field] ??
    Object.entries(failure?.fields ?? {}).find(([path]) => path.split(".").includes(field))?.[1];
  const hasFieldError = ["owner", "purpose", "reviewOn", "tags"].some((field) => errorOf(field) !== undefined);
  const name = isMany ? `${clients.length} clients` : (only?.name ?? "");
  return (
    <Dialog
      open
      onCloseRequest={() => !isPending && onClose()}
      title={adopts ? `Adopt ${name}` : `Edit ${name}`}
      description={
        adopts
          ? "Say who answers for this client and what it is for. From then on it counts as one of yours."
          : isMany
            ? "Fields that you leave empty stay as they are. Tags are added to those that each client has."
            : "Only Latchkey keeps this. Camunda and the client's files are not changed."
      }
      footer={
        <>
          <Button aria-disabled={isPending || undefined} onClick={() => !isPending && onClose()}>
            Cancel
          </Button>
          <Button type="submit" form={id} variant="primary" pending={isPending} pendingLabel="Saving…">
            {adopts ? "Adopt" : "Save"}
          </Button>
        </>
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
          hint="When somebody should check whether it is still needed."
          error={errorOf("reviewOn")}
          value={values.reviewOn}
          readOnly={isPending}
          onChange={({ target }) => set({ reviewOn: target.value })}
        />
        <TextField
          label={isMany ? "Add tags" : "Tags"}
          optional
          hint="Separate them by commas."
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
