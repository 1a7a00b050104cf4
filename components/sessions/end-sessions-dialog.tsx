"use client";

import { type ReactNode, useState } from "react";
import { ActionFailure } from "@/components/states/action-failure";
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
  const [isPending, setPending] = useState(false);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const confirm = async () => {
    setPending(true);
    setFailure(null);
    try {
      await end();
      onEnded();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      // It has ended meanwhile.
      if (error.code === "not_found") return onEnded();
      setFailure(error);
      setPending(false);
    }
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
      onConfirm={() => void confirm()}
      onCancel={onCancel}
    >
      <ActionFailure title="Nothing was ended" failure={failure} />
    </ConfirmDialog>
  );
}
