"use client";

import { type RefObject, useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";

export type CopyState = "idle" | "copied" | "refused";

/** How long the button says "Copied", in milliseconds. */
const COPIED_FOR = 2_000;

export type CopyOptions = {
  text: string;
  /** The element whose text is selected when the browser refuses, so that the keyboard can copy it. */
  selectOnFailure?: RefObject<HTMLElement | null> | undefined;
  /** Called after the text is truly on the clipboard. */
  onCopied?: (() => void) | undefined;
  /** Called when it is not, before the selection: the place to show a text that is masked. */
  onFailed?: (() => void) | undefined;
};

/**
 * Copies a text and tells the truth about it. On plain http browsers offer no clipboard, and anywhere they may refuse.
 */
export function useCopy({ text, selectOnFailure, onCopied, onFailed }: CopyOptions) {
  const [state, setState] = useState<CopyState>("idle");
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const copy = async () => {
    clearTimeout(timer.current);
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Also the TypeError of a missing navigator.clipboard. The text has to be on the screen before it is selected.
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

/** What a screen reader and the eye are told after a press. */
export function copyMessage(state: CopyState, selects: boolean): string {
  if (state === "copied") return "Copied";
  if (state === "idle") return "";
  return selects
    ? "Your browser did not allow copying. The text is selected: press Ctrl+C, or ⌘C on a Mac."
    : "Your browser did not allow copying. Select the text and copy it yourself.";
}
