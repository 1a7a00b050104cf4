"use client";

import { X } from "lucide-react";
import { type ReactNode, useId, useRef } from "react";
import { IconButton } from "@/components/ui/button/icon-button";
import { classNames } from "@/components/ui/class-names";
import { ScrollRegion } from "@/components/ui/dialog/scroll-region";
import { showModal } from "@/components/ui/dialog/show-modal";
import { loopTab } from "@/components/ui/dialog/tab-stops";

const SIZES = {
  sm: "sm:max-w-dialog-sm",
  md: "sm:max-w-dialog-md",
  lg: "sm:max-w-dialog-lg",
  xl: "sm:max-w-dialog-xl",
};

type DialogProps = {
  open: boolean;
  /** Someone wants to leave: by Escape, the cross or a press outside. The dialog stays until `open` is false. */
  onCloseRequest: () => void;
  /** An alertdialog must be answered: it has no cross, and a press outside does nothing. */
  role?: "dialog" | "alertdialog" | undefined;
  title: string;
  description?: ReactNode;
  size?: keyof typeof SIZES | undefined;
  /** At the right side of the window, as high as it, for what belongs beside a list. */
  side?: boolean | undefined;
  /** The buttons, the main one last. For a form: give the form an id, and the button `form={id}`. */
  footer?: ReactNode;
  children: ReactNode;
};

/**
 * A modal window: the browser's own <dialog>, a sheet at the bottom of small screens. The first control of the content
 * gets the focus. Long content scrolls between title and footer. The content is mounted only while the dialog is open.
 */
export function Dialog({ open, onCloseRequest, role = "dialog", size = "md", side = false, ...content }: DialogProps) {
  const { title, description, footer, children } = content;
  const id = useId();
  const pressedBackdrop = useRef(false);
  const isDismissable = role === "dialog";

  if (!open) return null;
  return (
    <dialog
      ref={showModal}
      role={role}
      aria-labelledby={`${id}-title`}
      aria-describedby={description ? `${id}-description` : undefined}
      onKeyDown={(event) => {
        if (event.key === "Tab") loopTab(event);
        if (event.key !== "Escape" || event.defaultPrevented) return;
        event.preventDefault();
        onCloseRequest();
      }}
      // The browser's own ways to close, such as Escape with the focus nowhere, or Back on Android.
      onCancel={(event) => {
        // It closes the dialog in any case: showModal reopens it first and then asks.
        if (!event.cancelable) return;
        event.preventDefault();
        onCloseRequest();
      }}
      // The backdrop belongs to the element itself; a selection dragged out of the content is no press on it.
      onMouseDown={(event) => {
        pressedBackdrop.current = event.target === event.currentTarget;
        if (pressedBackdrop.current) event.preventDefault();
      }}
      onClick={({ target, currentTarget }) => {
        if (isDismissable && pressedBackdrop.current && target === currentTarget) onCloseRequest();
      }}
      className={classNames(
        "fixed inset-0 mt-auto h-fit max-h-dialog w-full max-w-full animate-appear flex-col overflow-visible open:flex",
        "rounded-t-lg bg-raised text-text shadow-dialog outline-1 outline-line",
        side ? "sm:my-0 sm:mr-0 sm:ml-auto sm:h-dvh sm:max-h-none sm:rounded-none" : "sm:m-auto sm:rounded-lg",
        "backdrop:animate-appear backdrop:bg-backdrop",
        SIZES[size],
      )}
    >
      <header className={classNames("flex flex-col gap-1 px-5 pt-4 pb-3", isDismissable && "pr-12")}>
        <h2 id={`${id}-title`} className="text-lg font-semibold wrap-anywhere">
          {title}
        </h2>
        {description && (
          <div id={`${id}-description`} className="text-text-muted">
            {description}
          </div>
        )}
      </header>
      <ScrollRegion label={title} className="min-h-0 grow overflow-y-auto px-5 pt-1 pb-5 has-[form:empty]:hidden">
        {children}
      </ScrollRegion>
      {footer && <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">{footer}</footer>}
      {/* Last in order, so that the content gets the first focus. */}
      {isDismissable && (
        <IconButton
          label="Close"
          icon={<X />}
          tooltip={false}
          onClick={onCloseRequest}
          className="absolute! top-3 right-3"
        />
      )}
    </dialog>
  );
}
