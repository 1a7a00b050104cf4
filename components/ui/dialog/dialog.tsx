"use client";

import { X } from "lucide-react";
import { type InputEvent, type ReactNode, useCallback, useId, useRef, useState } from "react";
import { Button } from "@/components/ui/button/button";
import { IconButton } from "@/components/ui/button/icon-button";
import { classNames } from "@/components/ui/class-names";
import { type FrameProps, InFrame } from "@/components/ui/dialog/dialog-frame";
import { ScrollRegion } from "@/components/ui/dialog/scroll-region";

type DialogProps = {
  open: boolean;
  /** Someone wants to leave: by Escape, the cross or a press outside. The dialog stays until `open` is false. */
  onCloseRequest: () => void;
  /** An alertdialog must be answered: it has no cross, and a press outside does nothing. */
  role?: FrameProps["role"] | undefined;
  title: string;
  description?: ReactNode;
  size?: FrameProps["size"] | undefined;
  /** At the right side of the window, as high as it, for what belongs beside a list. */
  side?: boolean | undefined;
  /**
   * Ask before leaving with typed text in a field. False while it is being sent. "always" for a form that is back with
   * what was typed before.
   */
  asksToDiscard?: boolean | "always" | undefined;
  /** The buttons, the main one last. For a form: give the form an id, and the button `form={id}`. */
  footer?: ReactNode;
  children: ReactNode;
};

/**
 * A modal window, a sheet at the bottom of small screens. The first control of the content gets the focus, or the title
 * when the content of an open window changes. Long content scrolls between title and footer. The content is mounted only
 * while the dialog is open.
 */
export function Dialog({ open, ...content }: DialogProps) {
  return open ? <OpenDialog {...content} /> : null;
}

function OpenDialog({
  onCloseRequest,
  role = "dialog",
  size = "md",
  side = false,
  ...rest
}: Omit<DialogProps, "open">) {
  const { title, description, asksToDiscard = false, footer, children } = rest;
  const id = useId();
  const { hasTyped, onInput } = useTyped();
  const [asks, setAsks] = useState(false);
  const isDismissable = role === "dialog";
  const leave = () => (asksToDiscard === "always" || (asksToDiscard && hasTyped()) ? setAsks(true) : onCloseRequest());
  // The window of a new dialog opens after this, and then focuses a control.
  const focusChanged = useCallback((heading: HTMLElement | null) => {
    if (heading?.closest("dialog")?.open) heading.focus();
  }, []);
  return (
    <InFrame
      role={role}
      titleId={`${id}-title`}
      descriptionId={description ? `${id}-description` : undefined}
      size={size}
      side={side}
      onCloseRequest={leave}
    >
      <header className={classNames("flex flex-col gap-1 px-5 pt-4 pb-3", isDismissable && "pr-12")}>
        <h2 ref={focusChanged} tabIndex={-1} id={`${id}-title`} className="text-lg font-semibold wrap-anywhere">
          {title}
        </h2>
        {description && (
          <div id={`${id}-description`} className="text-text-muted">
            {description}
          </div>
        )}
      </header>
      <ScrollRegion
        label={title}
        onInput={onInput}
        className="min-h-0 grow overflow-y-auto px-5 pt-1 pb-5 has-[>div:empty]:hidden has-[>div>form:empty]:hidden"
      >
        {children}
      </ScrollRegion>
      {footer && <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">{footer}</footer>}
      {/* Last in order, so that the content gets the first focus. */}
      {isDismissable && (
        <IconButton label="Close" icon={<X />} tooltip={false} onClick={leave} className="absolute! top-3 right-3" />
      )}
      {asks && <DiscardQuestion onDiscard={onCloseRequest} onStay={() => setAsks(false)} />}
    </InFrame>
  );
}

/** Whether a field holds text that somebody typed into it. */
function useTyped() {
  const fields = useRef(new Set<HTMLInputElement | HTMLTextAreaElement>());
  return {
    hasTyped: () => [...fields.current].some((field) => field.isConnected && field.value !== ""),
    onInput: ({ target }: InputEvent<HTMLElement>) => {
      const isText = target instanceof HTMLInputElement && !["checkbox", "radio", "search"].includes(target.type);
      if (isText || target instanceof HTMLTextAreaElement) fields.current.add(target);
    },
  };
}

function DiscardQuestion({ onDiscard, onStay }: { onDiscard: () => void; onStay: () => void }) {
  return (
    <OpenDialog
      role="alertdialog"
      size="sm"
      onCloseRequest={onStay}
      title="Discard what you typed?"
      description="Your input will be lost."
      footer={
        <>
          <Button onClick={onStay}>Keep editing</Button>
          <Button variant="danger" onClick={onDiscard}>
            Discard
          </Button>
        </>
      }
    >
      {null}
    </OpenDialog>
  );
}
