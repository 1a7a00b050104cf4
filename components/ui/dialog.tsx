"use client";

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { Backdrop, type DialogSize, dialogClass, useDialogHandlers } from "@/components/ui/dialog-surface";
import { IconButton } from "@/components/ui/icon-button";
import { ScrollRegion } from "@/components/ui/scroll-region";

type DialogProps = {
  open: boolean;
  /** Someone wants to leave: by the cross, Escape or a press outside. The dialog stays until `open` is false. */
  onCloseRequest: () => void;
  title: string;
  description?: ReactNode;
  size?: DialogSize | undefined;
  /** The buttons, the main one last. For a form: give the form an id, and the button `form={id}`. */
  footer?: ReactNode;
  children: ReactNode;
};

/**
 * A modal window. The focus goes to the first control of the content and returns to the opener. Long content scrolls
 * between a title and a footer that stay.
 */
export function Dialog({ open, onCloseRequest, title, description, size = "md", footer, children }: DialogProps) {
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
