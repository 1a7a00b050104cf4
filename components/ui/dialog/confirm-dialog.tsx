"use client";

import type { ReactNode } from "react";
import { useDialogWindows } from "@/components/ui/dialog/use-dialog-windows";

export type ConfirmDialogProps = {
  open: boolean;
  title: string;
  /** What will happen, in a sentence. */
  description: ReactNode;
  /** The verb, such as "Delete client". */
  confirmLabel: string;
  cancelLabel?: string | undefined;
  danger?: boolean | undefined;
  /** True while the confirmed thing runs: neither button nor Escape leaves. */
  pending?: boolean | undefined;
  pendingLabel?: string | undefined;
  /** False until the confirmation may be given, such as when a name must be typed first. */
  ready?: boolean | undefined;
  onConfirm: () => void;
  onCancel: () => void;
  /** More to read or to type before deciding. */
  children?: ReactNode;
};

/**
 * A question that has to be answered: a press outside does not close it, Escape means Cancel, and Cancel has the
 * first focus unless `children` hold a field. Enter in such a field confirms once `ready`.
 */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const windows = useDialogWindows(props.open);
  return windows && <windows.ConfirmDialogWindow {...props} />;
}
