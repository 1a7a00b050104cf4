"use client";

import { lazy, type ReactNode, Suspense } from "react";
import type { DialogSize } from "@/components/ui/dialog-surface";
import { useEverOpened } from "@/components/ui/use-ever-opened";

const DialogWindow = lazy(async () => {
  const { DialogWindow } = await import("@/components/ui/dialog-windows");
  return { default: DialogWindow };
});

export type DialogProps = {
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
 * between a title and a footer that stay. Its content is mounted only while it is open.
 */
export function Dialog(props: DialogProps) {
  if (!useEverOpened(props.open)) return null;
  return (
    <Suspense>
      <DialogWindow {...props} />
    </Suspense>
  );
}
