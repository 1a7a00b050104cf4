"use client";

import { type RefObject, useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";

export type CopyState = "idle" | "copied" | "refused";

/** How long the button says "Copied", in milliseconds. */
const COPIED_FOR = 2_000;

export type CopyOptions = {
  text: string;
  /** The element whose text is selected when the browser refuses, ready to copy with the keyboard. */
  selectOnFailure?: RefObject<HTMLElement | null> | undefined;
  /** Called once the text is on the clipboard. */
  onCopied?: (() => void) | undefined;
  /** Called when the browser refuses, before the text is selected: the place to unmask it. */
  onFailed?: (() => void) | undefined;
};

/** Copies a text and reports the result. Browsers offer no clipboard on plain http, and may refuse anywhere else. */
export function useCopy({ text, selectOnFailure, onCopied, onFailed }: CopyOptions) {
  const [state, setState] = useState<CopyState>("idle");
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const copy = async () => {
    clearTimeout(timer.current);
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Also catches the TypeError of a missing navigator.clipboard. A text must be on the screen to be selected.
      flushSync(() => {
        onFailed?.();
        setState("refused");
      });
      if (selectOnFailure?.current) getSelection()?.selectAllChildren(selectOnFailure.current);
      return;
    }
    setState("copied");
    timer.current = setTimeout(() => setState("idle"), COPIED_FOR);
    onCopied?.();
  };
  return { state, copy };
}

/** The message after a press. */
export function copyMessage(state: CopyState, selects: boolean): string {
  if (state === "copied") return "Copied";
  if (state === "idle") return "";
  return selects
    ? "Your browser did not allow copying. The text is selected: press Ctrl+C, or ⌘C on a Mac."
    : "Your browser did not allow copying. Select the text and copy it yourself.";
}
