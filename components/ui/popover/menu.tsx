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
import { itemOfKey } from "@/components/ui/arrow-keys";
import { CloseMenu } from "@/components/ui/popover/menu-item";
import { type Place, placePopover } from "@/components/ui/popover/place-popover";

const ITEMS = "[role^='menuitem']";

type TriggerProps = Pick<
  ComponentProps<"button">,
  "ref" | "id" | "popoverTarget" | "aria-haspopup" | "aria-expanded" | "aria-controls" | "onKeyDown"
>;

type MenuProps = Partial<Place> & {
  /** Renders the menu's button with these props. */
  trigger: (props: TriggerProps) => ReactNode;
  /** The parts that menu-item exports. */
  children: ReactNode;
};

/**
 * A menu that drops down from a button: the browser's own popover, which lies above everything and closes on Escape or
 * on a press elsewhere.
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

  // The page may scroll while the menu is open.
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

/** Arrows, Home, End and first letters move between items. Escape and Tab close the menu. */
function moveInMenu(event: KeyboardEvent<HTMLElement>, close: () => void) {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>(ITEMS)];
  const target = itemOfKey(event.key, items, ["ArrowUp", "ArrowDown"]);
  if (target) {
    event.preventDefault();
    target.focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    if (event.key === "Escape") event.preventDefault();
    close();
  } else if (event.key.length === 1 && event.key !== " ") {
    const letter = event.key.toLowerCase();
    const next = items.findIndex((item) => item.matches(":focus")) + 1;
    const rest = [...items.slice(next), ...items.slice(0, next)];
    rest.find((item) => item.textContent.trim().toLowerCase().startsWith(letter))?.focus();
  }
}
