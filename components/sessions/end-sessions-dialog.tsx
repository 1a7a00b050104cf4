"use client";

import type { ReactNode } from "react";
import { ActionFailure } from "@/components/states/action-failure";
import { useAction } from "@/components/states/use-action";
import { ConfirmDialog } from "@/components/ui/dialog/confirm-dialog";
import { ApiError } from "@/lib/browser/api";

type EndSessionsDialogProps = {
  title: string;
  description: ReactNode;
  confirmLabel: string;
  /** Ends them. It may reject with an ApiError. */
  end: () => Promise<void>;
  onEnded: () => void;
  onCancel: () => void;
};

/** Asks before sessions end. */
export function EndSessionsDialog({
  title,
  description,
  confirmLabel,
  end,
  onEnded,
  onCancel,
}: EndSessionsDialogProps) {
  const { isPending, failure, run } = useAction();
  const confirm = async () => {
    await end().catch((error: unknown) => {
      // It has ended meanwhile.
      if (!(error instanceof ApiError && error.code === "not_found")) throw error;
    });
    onEnded();
  };
  return (
    <ConfirmDialog
      open
      danger
      title={title}
      description={description}
      confirmLabel={confirmLabel}
      pending={isPending}
      pendingLabel="Ending…"
      onConfirm={() => void run(confirm)}
      onCancel={onCancel}
    >
      <ActionFailure title="Nothing was ended" failure={failure} />
    </ConfirmDialog>
  );
}
