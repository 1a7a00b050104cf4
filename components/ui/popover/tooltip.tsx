"use client";

import { type FocusEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";
import { placePopover } from "@/components/ui/popover/place-popover";

/** In milliseconds: a pointer that passes by shows no tooltip, and one that moves onto it keeps it. */
const SHOW_AFTER = 300;
const HIDE_AFTER = 100;

type TooltipProps = {
  /** Short plain text. Screen readers don't get it: repeat it in the element's accessible name or beside it. */
  text: string;
  /** One focusable element. */
  children: ReactNode;
};

/** Whether the focus moved within the page or within one dialog, and not because a dialog opened or closed. */
function isMoved({ target, relatedTarget }: FocusEvent): boolean {
  const from = relatedTarget instanceof Element ? relatedTarget.closest("dialog") : null;
  return target.closest("dialog") === from;
}

/**
 * A few words on hover, and when the keyboard moves the focus here. Escape hides them. Never shown on touch screens.
 * A dialog that opens shows none for what it focuses first: nobody asked, and the next Escape is meant for the dialog.
 */
export function Tooltip({ text, children }: TooltipProps) {
  const [shown, setShown] = useState(false);
  const wrapper = useRef<HTMLSpanElement>(null);
  const bubble = useRef<HTMLSpanElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const turn = (next: boolean, after = 0) => {
    clearTimeout(timer.current);
    if (after > 0) timer.current = setTimeout(setShown, after, next);
    else setShown(next);
  };
  useLayoutEffect(() => {
    const anchor = wrapper.current?.firstElementChild;
    if (!shown || !bubble.current || !anchor) return;
    bubble.current.showPopover();
    placePopover(bubble.current, anchor, { side: "top", align: "center" });
  }, [shown]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it listens to the control inside it.
    <span
      ref={wrapper}
      className="contents"
      onPointerEnter={(event) => event.pointerType === "mouse" && turn(true, SHOW_AFTER)}
      onPointerLeave={() => turn(false, HIDE_AFTER)}
      onPointerDown={() => turn(false)}
      onFocus={(event) => event.target.matches(":focus-visible") && isMoved(event) && turn(true)}
      onBlur={() => turn(false)}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !shown) return;
        // So that a dialog around it ignores this Escape.
        event.preventDefault();
        turn(false);
      }}
    >
      {children}
      {shown && (
        <span
          ref={bubble}
          popover="manual"
          aria-hidden="true"
          className="inset-auto m-0 animate-appear rounded bg-primary px-2 py-1 text-xs font-normal whitespace-nowrap text-primary-text shadow-popover"
        >
          {text}
        </span>
      )}
    </span>
  );
}
