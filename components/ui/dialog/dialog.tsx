"use client";

import type { ReactNode } from "react";
import type { DialogSize } from "@/components/ui/dialog/dialog-surface";
import { useDialogWindows } from "@/components/ui/dialog/use-dialog-windows";

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
  const windows = useDialogWindows(props.open);
  return windows && <windows.DialogWindow {...props} />;
}
