"use client";

import { createContext, type ReactNode, useContext, useLayoutEffect, useRef, useState } from "react";
import { classNames } from "@/components/ui/class-names";
import { showModal } from "@/components/ui/dialog/show-modal";
import { loopTab } from "@/components/ui/dialog/tab-stops";

const SIZES = {
  sm: "sm:max-w-dialog-sm",
  md: "sm:max-w-dialog-md",
  lg: "sm:max-w-dialog-lg",
  xl: "sm:max-w-dialog-xl",
};

/** What a dialog's content says about the window around it. */
export type FrameProps = {
  role: "dialog" | "alertdialog";
  titleId: string;
  descriptionId: string | undefined;
  size: keyof typeof SIZES;
  side: boolean;
  onCloseRequest: () => void;
};

/** The window of a dialog: the browser's own <dialog>, open as long as it is mounted. */
function DialogFrame({ children, ...frame }: FrameProps & { children: ReactNode }) {
  const { role, titleId, descriptionId, size, side, onCloseRequest } = frame;
  const pressedBackdrop = useRef(false);
  return (
    <dialog
      ref={showModal}
      role={role}
      aria-labelledby={titleId}
      aria-describedby={descriptionId}
      onKeyDown={(event) => {
        if (event.key === "Tab") loopTab(event);
        if (event.key !== "Escape" || event.defaultPrevented) return;
        event.preventDefault();
        onCloseRequest();
      }}
      // The browser's own ways to close, such as Escape with the focus nowhere, or Back on Android.
      onCancel={(event) => {
        // It closes the dialog in any case: showModal reopens it first and then asks. Or it is meant for a dialog inside.
        if (!event.cancelable || event.target !== event.currentTarget) return;
        event.preventDefault();
        onCloseRequest();
      }}
      // The backdrop belongs to the element itself; a selection dragged out of the content is no press on it.
      onMouseDown={(event) => {
        pressedBackdrop.current = event.target === event.currentTarget;
        if (pressedBackdrop.current) event.preventDefault();
      }}
      onClick={({ target, currentTarget }) => {
        if (role === "dialog" && pressedBackdrop.current && target === currentTarget) onCloseRequest();
      }}
      className={classNames(
        "fixed inset-0 mt-auto h-fit max-h-dialog w-full max-w-full animate-appear flex-col overflow-visible open:flex",
        "rounded-t-lg bg-raised text-text shadow-dialog outline-1 outline-line",
        side ? "sm:my-0 sm:mr-0 sm:ml-auto sm:h-dvh sm:max-h-none sm:rounded-none" : "sm:m-auto sm:rounded-lg",
        "backdrop:animate-appear backdrop:bg-backdrop",
        SIZES[size],
      )}
    >
      {children}
    </dialog>
  );
}

/** Takes what the content says about its window. Null for a dialog with a window of its own. */
const SharedFrame = createContext<((frame: FrameProps) => void) | null>(null);

/** One window for the dialogs inside, of which one is mounted at a time: it stays open while they change. */
export function DialogSurface({ children }: { children: ReactNode }) {
  const [frame, setFrame] = useState<FrameProps | null>(null);
  const first = { role: "dialog", titleId: "", descriptionId: undefined, size: "md", side: false } as const;
  return (
    <SharedFrame value={setFrame}>
      <DialogFrame {...(frame ?? { ...first, onCloseRequest: () => undefined })}>{children}</DialogFrame>
    </SharedFrame>
  );
}

/** A dialog's content in its window: the surface's or one of its own. What it holds can open further windows. */
export function InFrame({ children, ...frame }: FrameProps & { children: ReactNode }) {
  const share = useContext(SharedFrame);
  // Before the browser paints, at every change. The surface does not draw its content again.
  useLayoutEffect(() => share?.(frame));
  if (!share) return <DialogFrame {...frame}>{children}</DialogFrame>;
  return <SharedFrame value={null}>{children}</SharedFrame>;
}
