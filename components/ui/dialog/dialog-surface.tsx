"use client";

import { type KeyboardEvent, useRef } from "react";
import { classNames } from "@/components/ui/class-names";

/**
 * What darkens the page behind a dialog. Our own element rather than Radix's overlay, which locks scrolling by
 * injecting a <style> that a strict CSP refuses; globals.css locks it by the attribute. Radix hides it from
 * assistive technology together with the page. Its own press, because Radix listens for one outside a little late.
 */
export function Backdrop({ onPress }: { onPress?: () => void }) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: Escape does the same.
    <div
      data-backdrop=""
      onClick={onPress}
      className="pointer-events-auto fixed inset-0 z-dialog animate-appear bg-backdrop"
    />
  );
}

export type DialogSize = "sm" | "md" | "lg";

const SIZES: Record<DialogSize, string> = {
  sm: "sm:max-w-dialog-sm",
  md: "sm:max-w-dialog-md",
  lg: "sm:max-w-dialog-lg",
};

/** A sheet at the foot of small screens, a centred window elsewhere; never taller than the screen. */
export function dialogClass(size: DialogSize): string {
  return classNames(
    "fixed z-dialog flex max-h-dialog animate-appear flex-col bg-raised shadow-dialog outline-1 outline-line",
    "inset-x-0 bottom-0 rounded-t-lg sm:inset-0 sm:m-auto sm:h-fit sm:w-full sm:rounded-lg",
    SIZES[size],
  );
}

/** What the focus was on when a dialog last opened over the page itself. */
let pageOpener: HTMLElement | null = null;

/**
 * Handlers for the content of a dialog. They hand the focus back to what had it when the dialog opened: Radix only
 * knows its own Trigger, and our dialogs are opened by state. A dialog that followed another hands it to what opened
 * the first. If that is gone too (its row was deleted) and nothing else has taken the focus, the page's main part
 * takes it. Escape belongs to an open menu or tooltip first, then to the dialog that has the focus, and `close`s it.
 */
export function useDialogHandlers(close: () => void) {
  const opener = useRef<HTMLElement | null>(null);
  return {
    onOpenAutoFocus: () => {
      const { activeElement, body } = document;
      opener.current = activeElement instanceof HTMLElement && activeElement !== body ? activeElement : null;
      if (!opener.current?.closest("[aria-modal]")) pageOpener = opener.current ?? pageOpener;
    },
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault();
      const target = [opener.current, pageOpener].find((element) => element?.isConnected);
      if (target) target.focus();
      else if (document.activeElement === document.body) document.querySelector("main")?.focus();
    },
    // Radix gives Escape to the uppermost of its dialogs, but learns of a new one only a while after it has the focus.
    onEscapeKeyDown: (event: Event) => event.preventDefault(),
    onPointerDownOutside: (event: Event) => event.preventDefault(),
    onKeyDown: ({ key, currentTarget, target }: KeyboardEvent<HTMLElement>) => {
      if (key !== "Escape" || document.querySelector(":popover-open")) return;
      if (target instanceof Node && currentTarget.contains(target)) close();
    },
  };
}
