"use client";

import { ActionFailure } from "@/components/states/action-failure";
import { useAction } from "@/components/states/use-action";
import { ConfirmDialog } from "@/components/ui/dialog/confirm-dialog";
import { changeRotation } from "@/lib/browser/rotations";
import type { Rotation } from "@/lib/contract/rotations";

type GiveUpDialogProps = { rotation: Rotation; onDone: () => void; onCancel: () => void };

/** Stops a rotation. Says that nothing is deleted. */
export function GiveUpDialog({ rotation, onDone, onCancel }: GiveUpDialogProps) {
  const { isPending, failure, run } = useAction();
  return (
    <ConfirmDialog
      open
      title="Stop this rotation?"
      description={`${rotation.oldClient.name} keeps working${rotation.newClient ? `, and so does ${rotation.newClient.name}` : ""}. The rotation deletes nothing and sends no more reminders. If a client has an end date, it still applies.`}
      confirmLabel="Stop rotation"
      cancelLabel="Keep rotating"
      pending={isPending}
      pendingLabel="Stopping…"
      onConfirm={() =>
        void run(async () => {
          await changeRotation(rotation.id, { givesUp: true });
          onDone();
        })
      }
      onCancel={onCancel}
    >
      <ActionFailure title="Nothing was changed" failure={failure} />
    </ConfirmDialog>
  );
}
