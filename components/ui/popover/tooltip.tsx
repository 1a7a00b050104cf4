"use client";

import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";
import { placePopover } from "@/components/ui/popover/place-popover";

/** In milliseconds: a pointer that only passes by shows nothing, and one that moves onto the tooltip keeps it. */
const SHOW_AFTER = 300;
const HIDE_AFTER = 100;

type TooltipProps = {
  /** Short plain text, for eyes only: say the same in the element's accessible name or beside it. */
  text: string;
  /** One focusable element. */
  children: ReactNode;
};

/** A few words on hover and on keyboard focus; Escape hides them. Touch screens never show them. */
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
    // biome-ignore lint/a11y/noStaticElementInteractions: it listens to what happens to the control inside it.
    <span
      ref={wrapper}
      className="contents"
      onPointerEnter={(event) => event.pointerType === "mouse" && turn(true, SHOW_AFTER)}
      onPointerLeave={() => turn(false, HIDE_AFTER)}
      onPointerDown={() => turn(false)}
      onFocus={(event) => event.target.matches(":focus-visible") && turn(true)}
      onBlur={() => {
        // Hidden now, gone later: a dialog that sees something vanish between blur and focus takes the focus to itself.
        bubble.current?.hidePopover();
        turn(false, HIDE_AFTER);
      }}
      onKeyDown={(event) => event.key === "Escape" && turn(false)}
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
