"use client";

import { type FocusEvent, type ReactNode, useLayoutEffect, useRef } from "react";
import { createPortal } from "react-dom";
import { loopTab } from "@/components/ui/dialog/tab-stops";
import { useTopDialog } from "@/components/ui/dialog/top-dialog";

function Box({ label, dialog, children }: { label: string; dialog: HTMLDialogElement | null; children: ReactNode }) {
  const box = useRef<HTMLElement>(null);
  const before = useRef<Element | null>(null);
  const enter = ({ relatedTarget, currentTarget }: FocusEvent) => {
    if (relatedTarget instanceof Element && !currentTarget.contains(relatedTarget)) before.current = relatedTarget;
  };
  useLayoutEffect(() => {
    const { current } = box;
    return () => {
      if (!current?.contains(document.activeElement)) return;
      // Later, when this is gone.
      setTimeout(() => {
        for (const target of [before.current, dialog, document.querySelector("main")])
          if (document.activeElement === document.body && target instanceof HTMLElement) target.focus();
      });
    };
  }, [dialog]);
  return (
    <section
      ref={box}
      aria-label={label}
      onFocus={enter}
      onKeyDown={(event) => dialog && event.key === "Tab" && loopTab(event, dialog)}
      className={
        dialog ? "shrink-0 px-5 pb-4" : "fixed inset-x-4 bottom-4 z-sticky mx-auto max-w-dialog-md shadow-popover"
      }
    >
      {children}
    </section>
  );
}

/**
 * A message about the page that takes no focus and can always be used: at the bottom of the window or, because an open
 * dialog makes the page inert, inside the dialog on top. When it goes, the focus returns to where it was before.
 */
export function OnTop({ label, children }: { label: string; children: ReactNode }) {
  const dialog = useTopDialog();
  const box = (
    <Box key={dialog ? "dialog" : "page"} label={label} dialog={dialog}>
      {children}
    </Box>
  );
  return dialog ? createPortal(box, dialog) : box;
}
