"use client";

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { DialogProps } from "@/components/ui/dialog";
import { Backdrop, dialogClass, useDialogHandlers } from "@/components/ui/dialog-surface";
import { IconButton } from "@/components/ui/icon-button";
import { ScrollRegion } from "@/components/ui/scroll-region";

/** The inside of Dialog, which fetches it when it is first opened. */
export function DialogWindow({ open, onCloseRequest, title, description, size = "md", footer, children }: DialogProps) {
  const handlers = useDialogHandlers();
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onCloseRequest()}>
      <Radix.Portal>
        <Backdrop />
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
