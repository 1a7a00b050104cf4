"use client";

import { useSyncExternalStore } from "react";

/** The open modal dialogs, the one on top last. */
const open: HTMLDialogElement[] = [];
const listeners = new Set<() => void>();

/** Puts a dialog on top. @returns a function that takes it off */
export function pushDialog(dialog: HTMLDialogElement): () => void {
  const tell = () => {
    for (const listener of listeners) listener();
  };
  open.push(dialog);
  tell();
  return () => {
    open.splice(open.indexOf(dialog), 1);
    tell();
  };
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether a modal dialog is open at this moment. */
export const isDialogOpen = () => open.length > 0;

/** The modal dialog on top of the page. Null while none is open. */
export function useTopDialog(): HTMLDialogElement | null {
  return useSyncExternalStore(
    subscribe,
    () => open.at(-1) ?? null,
    () => null,
  );
}
