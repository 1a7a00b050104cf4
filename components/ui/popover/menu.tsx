"use client";

import {
  type ComponentProps,
  type KeyboardEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useId,
  useRef,
  useState,
} from "react";
import { CloseMenu } from "@/components/ui/popover/menu-item";
import { type Place, placePopover } from "@/components/ui/popover/place-popover";

const ITEMS = "[role^='menuitem']:not(:disabled)";

type TriggerProps = Pick<
  ComponentProps<"button">,
  "ref" | "id" | "popoverTarget" | "aria-haspopup" | "aria-expanded" | "aria-controls" | "onKeyDown"
>;

type MenuProps = Partial<Place> & {
  /** Renders the menu's button and gives it the props. */
  trigger: (props: TriggerProps) => ReactNode;
  /** Items, choices, notes and separators of menu-item. */
  children: ReactNode;
};

/**
 * A menu that drops down from a button: the browser's own popover, which lies above everything, closes on Escape and
 * on a press elsewhere, and stays in its place in the page for assistive technology.
 */
export function Menu({ trigger, side = "bottom", align = "end", children }: MenuProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const popover = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);

  const close = () => {
    popover.current?.hidePopover();
    button.current?.focus();
  };

  const place = useCallback(() => {
    if (popover.current && button.current) placePopover(popover.current, button.current, { side, align });
  }, [side, align]);

  // Its button may scroll on below it.
  useEffect(() => {
    if (!open) return;
    addEventListener("scroll", place, { capture: true, passive: true });
    addEventListener("resize", place);
    return () => {
      removeEventListener("scroll", place, { capture: true });
      removeEventListener("resize", place);
    };
  }, [open, place]);

  return (
    <>
      {trigger({
        ref: button,
        id: `${id}-button`,
        popoverTarget: id,
        "aria-haspopup": "menu",
        "aria-expanded": open,
        "aria-controls": open ? id : undefined,
        onKeyDown: (event) => {
          if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
          event.preventDefault();
          popover.current?.showPopover();
        },
      })}
      <div
        ref={popover}
        id={id}
        popover="auto"
        role="menu"
        tabIndex={-1}
        aria-labelledby={`${id}-button`}
        onBeforeToggle={({ newState }) => {
          setOpen(newState === "open");
          if (newState === "open") place();
        }}
        onToggle={({ newState }) => {
          if (newState === "open") popover.current?.querySelector<HTMLElement>(ITEMS)?.focus();
        }}
        onKeyDown={(event) => moveInMenu(event, close)}
        className="inset-auto m-0 max-h-popover min-w-menu overflow-y-auto rounded-lg border border-line bg-raised p-1 text-left text-base font-normal text-text shadow-popover open:animate-appear"
      >
        <CloseMenu value={close}>{open && children}</CloseMenu>
      </div>
    </>
  );
}

/** Arrows, Home, End and first letters move between items; Escape closes, Tab closes and goes on. */
function moveInMenu(event: KeyboardEvent<HTMLElement>, close: () => void) {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>(ITEMS)];
  const current = document.activeElement instanceof HTMLElement ? items.indexOf(document.activeElement) : -1;
  const goTo = (index: number) => {
    event.preventDefault();
    items.at(index % items.length)?.focus();
  };
  if (event.key === "ArrowDown") goTo(current + 1);
  else if (event.key === "ArrowUp") goTo(current <= 0 ? -1 : current - 1);
  else if (event.key === "Home") goTo(0);
  else if (event.key === "End") goTo(-1);
  else if (event.key === "Escape" || event.key === "Tab") {
    if (event.key === "Escape") event.preventDefault();
    close();
  } else if (event.key.length === 1 && event.key !== " ") {
    const letter = event.key.toLowerCase();
    const rest = [...items.slice(current + 1), ...items.slice(0, current + 1)];
    rest.find((item) => item.textContent.trim().toLowerCase().startsWith(letter))?.focus();
  }
}
