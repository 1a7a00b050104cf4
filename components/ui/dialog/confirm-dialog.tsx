"use client";

import { type ReactNode, useId } from "react";
import { Button } from "@/components/ui/button/button";
import { Dialog } from "@/components/ui/dialog/dialog";

type ConfirmDialogProps = {
  open: boolean;
  title: string;
  /** What will happen, in a sentence. */
  description: ReactNode;
  /** The verb, such as "Delete client". */
  confirmLabel: string;
  cancelLabel?: string | undefined;
  danger?: boolean | undefined;
  /** True while the confirmed action runs: neither button nor Escape leaves. */
  pending?: boolean | undefined;
  pendingLabel?: string | undefined;
  /** False until the action may be confirmed, such as when a name must be typed first. */
  ready?: boolean | undefined;
  /** As in `Dialog`. */
  asksToDiscard?: boolean | "always" | undefined;
  onConfirm: () => void;
  onCancel: () => void;
  /** Fields or text above the buttons. Enter in a field confirms. */
  children?: ReactNode;
};

/** A question that must be answered. Escape cancels. Cancel has the first focus unless `children` hold a field. */
export function ConfirmDialog({
  open,
  title,
  description,
  confirmLabel,
  cancelLabel = "Cancel",
  danger = false,
  pending = false,
  pendingLabel,
  ready = true,
  asksToDiscard,
  onConfirm,
  onCancel,
  children,
}: ConfirmDialogProps) {
  const formId = useId();
  const cancel = () => {
    if (!pending) onCancel();
  };
  return (
    <Dialog
      open={open}
      onCloseRequest={cancel}
      role="alertdialog"
      size="sm"
      asksToDiscard={pending ? false : asksToDiscard}
      title={title}
      description={description}
      footer={
        <>
          <Button aria-disabled={pending || undefined} onClick={cancel}>
            {cancelLabel}
          </Button>
          <Button
            type="submit"
            form={formId}
            variant={danger ? "danger" : "primary"}
            disabled={!ready}
            pending={pending}
            pendingLabel={pendingLabel}
          >
            {confirmLabel}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !pending) onConfirm();
        }}
      >
        {children}
      </form>
    </Dialog>
  );
}
