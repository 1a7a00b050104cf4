"use client";

import { X } from "lucide-react";
import { AlertDialog, Dialog as Radix } from "radix-ui";
import { Button } from "@/components/ui/button/button";
import { IconButton } from "@/components/ui/button/icon-button";
import type { ConfirmDialogProps } from "@/components/ui/dialog/confirm-dialog";
import type { DialogProps } from "@/components/ui/dialog/dialog";
import { Backdrop, dialogClass, useDialogHandlers } from "@/components/ui/dialog/dialog-surface";
import { ScrollRegion } from "@/components/ui/dialog/scroll-region";

// Both windows stand in one file because they are fetched as one: an open dialog can always ask its question, even when
// the server has gone away meanwhile.

/** The inside of Dialog, which fetches it when it is first opened. */
export function DialogWindow({ open, onCloseRequest, title, description, size = "md", footer, children }: DialogProps) {
  const handlers = useDialogHandlers(onCloseRequest);
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onCloseRequest()}>
      <Radix.Portal>
        <Backdrop onPress={onCloseRequest} />
        <Radix.Content {...handlers} aria-modal="true" className={dialogClass(size)}>
          <div className="flex flex-col gap-1 pt-4 pr-12 pb-3 pl-5">
            <Radix.Title className="text-lg font-semibold wrap-anywhere">{title}</Radix.Title>
            {description && <Radix.Description className="text-text-muted">{description}</Radix.Description>}
          </div>
          <ScrollRegion label={title} className="min-h-0 grow overflow-y-auto px-5 pt-1 pb-5">
            {children}
          </ScrollRegion>
          {footer && <div className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">{footer}</div>}
          {/* Last in order, so that the content gets the first focus. */}
          <IconButton
            label="Close"
            icon={<X />}
            tooltip={false}
            onClick={onCloseRequest}
            className="absolute! top-3 right-3"
          />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** The inside of ConfirmDialog, which fetches it when it is first opened. */
export function ConfirmDialogWindow({
  open,
  title,
  description,
  confirmLabel,
  cancelLabel = "Cancel",
  danger = false,
  pending = false,
  pendingLabel,
  ready = true,
  onConfirm,
  onCancel,
  children,
}: ConfirmDialogProps) {
  const cancel = () => {
    if (!pending) onCancel();
  };
  const handlers = useDialogHandlers(cancel);
  const focusField = (event: Event) => {
    handlers.onOpenAutoFocus();
    const field = event.target instanceof HTMLElement ? event.target.querySelector("input") : null;
    if (!field) return;
    event.preventDefault();
    field.focus();
  };
  return (
    <AlertDialog.Root open={open} onOpenChange={(next) => !next && cancel()}>
      <AlertDialog.Portal>
        <Backdrop />
        <AlertDialog.Content {...handlers} onOpenAutoFocus={focusField} aria-modal="true" className={dialogClass("sm")}>
          <form
            className="flex min-h-0 flex-col"
            onSubmit={(event) => {
              event.preventDefault();
              if (ready && !pending) onConfirm();
            }}
          >
            <ScrollRegion label={title} className="flex min-h-0 flex-col overflow-y-auto px-5 pt-4 pb-5">
              <AlertDialog.Title className="text-lg font-semibold wrap-anywhere">{title}</AlertDialog.Title>
              <AlertDialog.Description asChild>
                <div className="mt-1 text-text-muted">{description}</div>
              </AlertDialog.Description>
              {children && <div className="mt-4 flex flex-col gap-4">{children}</div>}
            </ScrollRegion>
            <div className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">
              <AlertDialog.Cancel asChild>
                <Button aria-disabled={pending || undefined}>{cancelLabel}</Button>
              </AlertDialog.Cancel>
              <Button
                type="submit"
                variant={danger ? "danger" : "primary"}
                disabled={!ready}
                pending={pending}
                pendingLabel={pendingLabel}
              >
                {confirmLabel}
              </Button>
            </div>
          </form>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
