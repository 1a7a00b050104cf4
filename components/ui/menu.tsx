"use client";

import { Check } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
import { createContext, type ReactNode, type RefObject, useContext, useRef } from "react";
import { classNames } from "@/components/ui/class-names";

const ITEM_CLASS =
  "flex h-8 cursor-default items-center gap-2.5 rounded-sm px-2 outline-none select-none data-highlighted:bg-hover " +
  "focus-visible:-outline-offset-2 data-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0";

const Chosen = createContext<RefObject<(() => void) | null> | null>(null);

type MenuProps = {
  /** One button; it opens the menu and gets the focus back. */
  trigger: ReactNode;
  align?: "start" | "end" | undefined;
  side?: "top" | "bottom" | undefined;
  children: ReactNode;
};

/**
 * A menu that drops down from a button. What an item does happens after the menu is gone and its button has the
 * focus again, so that a dialog opened by it can return the focus there.
 */
export function Menu({ trigger, align = "end", side = "bottom", children }: MenuProps) {
  const button = useRef<HTMLButtonElement>(null);
  const chosen = useRef<(() => void) | null>(null);
  const runChosen = (event: Event) => {
    const action = chosen.current;
    if (!action) return;
    chosen.current = null;
    event.preventDefault();
    button.current?.focus();
    action();
  };
  return (
    // Not modal: a modal menu locks scrolling by injecting a <style> that a strict CSP refuses.
    <Radix.Root modal={false}>
      <Radix.Trigger asChild ref={button}>
        {trigger}
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          onCloseAutoFocus={runChosen}
          className="z-popover max-h-popover min-w-menu animate-appear overflow-y-auto rounded-lg border border-line bg-raised p-1 shadow-popover"
        >
          <Chosen value={chosen}>{children}</Chosen>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

type MenuItemProps = {
  icon?: ReactNode;
  onSelect: () => void;
  danger?: boolean | undefined;
  disabled?: boolean | undefined;
  children: ReactNode;
};

/** One thing to do. */
export function MenuItem({ icon, onSelect, danger = false, disabled = false, children }: MenuItemProps) {
  const chosen = useContext(Chosen);
  return (
    <Radix.Item
      disabled={disabled}
      onSelect={() => {
        if (chosen) chosen.current = onSelect;
      }}
      className={classNames(ITEM_CLASS, danger ? "text-bad" : "[&_svg]:text-text-muted")}
    >
      {icon}
      {children}
    </Radix.Item>
  );
}

type MenuChoiceProps<Value extends string> = {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  options: readonly { value: Value; label: string; icon?: ReactNode }[];
};

/** One of several, inside a menu; choosing leaves the menu open. */
export function MenuChoice<Value extends string>({ label, value, onChange, options }: MenuChoiceProps<Value>) {
  const choose = (next: string) => {
    const option = options.find((candidate) => candidate.value === next);
    if (option) onChange(option.value);
  };
  return (
    <Radix.RadioGroup aria-label={label} value={value} onValueChange={choose}>
      <Radix.Label className="px-2 pt-1.5 pb-1 text-xs font-medium text-text-faint">{label}</Radix.Label>
      {options.map((option) => (
        <Radix.RadioItem
          key={option.value}
          value={option.value}
          onSelect={(event) => event.preventDefault()}
          className={classNames(ITEM_CLASS, "[&_svg]:text-text-muted")}
        >
          {option.icon}
          {option.label}
          <Radix.ItemIndicator className="ml-auto">
            <Check />
          </Radix.ItemIndicator>
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}

/** Text inside a menu that is not an item. */
export function MenuNote({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2 py-1.5">{children}</Radix.Label>;
}

/** A line between groups. */
export function MenuSeparator() {
  return <Radix.Separator className="-mx-1 my-1 h-px bg-line" />;
}
