"use client";

import { type FormEvent, useId, useState } from "react";
import { deadlineOf, OverlapFields, overlapText, useOverlap } from "@/components/rotations/overlap-fields";
import { ActionFailure } from "@/components/states/action-failure";
import { useAction } from "@/components/states/use-action";
import { Dialog } from "@/components/ui/dialog/dialog";
import { FormButtons } from "@/components/ui/dialog/form-buttons";
import { changeDeadline } from "@/lib/browser/rotations";
import type { Rotation } from "@/lib/contract/rotations";

type DeadlineDialogProps = { rotation: Rotation; onChanged: () => void; onClose: () => void };

/** Changes when an overlap ends, counted from now, and what happens then. */
export function DeadlineDialog({ rotation, onChanged, onClose }: DeadlineDialogProps) {
  const formId = useId();
  const [overlap, setOverlap] = useOverlap({ action: rotation.deadlineAction });
  const [showsErrors, setShowsErrors] = useState(false);
  const { isPending, failure, run } = useAction();
  const deadline = deadlineOf(overlap);
  const deadlineError = showsErrors && deadline === null ? "Choose a date and a time." : failure?.fields["deadline"];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setShowsErrors(true);
    if (deadline === null || isPending) return;
    void run(async () => {
      await changeDeadline(rotation.id, { deadline, deadlineAction: overlap.action });
      onChanged();
    });
  };
  const close = () => !isPending && onClose();
  return (
    <Dialog
      open
      onCloseRequest={close}
      asksToDiscard={!isPending}
      title="Change the overlap"
      description="The new overlap starts now."
      footer={
        <FormButtons form={formId} submitLabel="Save" pendingLabel="Saving…" pending={isPending} onCancel={close} />
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="flex flex-col gap-4">
        {!failure?.fields["deadline"] && <ActionFailure title="Nothing was changed" failure={failure} />}
        <OverlapFields overlap={overlap} error={deadlineError} onChange={setOverlap} />
        <p role="status" className="rounded border border-line bg-sunken px-3 py-2.5 text-text-muted">
          {overlapText(overlap, rotation.oldClient.name)}
        </p>
      </form>
    </Dialog>
  );
}
