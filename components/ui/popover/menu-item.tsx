"use client";

import { Check } from "lucide-react";
import { createContext, type ReactNode, useContext } from "react";

/** Closes the menu around an item and returns the focus to its button. */
export const CloseMenu = createContext<() => void>(() => {});

const ITEM_CLASS =
  "flex h-control w-full items-center gap-2.5 rounded-sm px-2 text-left hover:bg-hover focus:bg-hover " +
  "focus-visible:-outline-offset-2 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-text-muted";

type MenuItemProps = {
  icon?: ReactNode;
  onSelect: () => void;
  children: ReactNode;
};

/** One action. It runs after the menu has closed. */
export function MenuItem({ icon, onSelect, children }: MenuItemProps) {
  const close = useContext(CloseMenu);
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      onClick={() => {
        close();
        onSelect();
      }}
      className={ITEM_CLASS}
    >
      {icon}
      {children}
    </button>
  );
}

type MenuChoiceProps<Value extends string> = {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  options: readonly { value: Value; label: string; icon?: ReactNode }[];
};

/** One choice out of several. The menu stays open. */
export function MenuChoice<Value extends string>({ label, value, onChange, options }: MenuChoiceProps<Value>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a menu may hold groups, but not a fieldset.
    <div role="group" aria-label={label}>
      <div aria-hidden="true" className="px-2 pt-1.5 pb-1 text-xs font-medium text-text-faint">
        {label}
      </div>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          role="menuitemradio"
          aria-checked={option.value === value}
          tabIndex={-1}
          onClick={() => onChange(option.value)}
          className={ITEM_CLASS}
        >
          {option.icon}
          {option.label}
          {option.value === value && <Check className="ml-auto" />}
        </button>
      ))}
    </div>
  );
}

/** Plain text inside a menu. */
export function MenuNote({ children }: { children: ReactNode }) {
  return <div className="px-2 py-1.5">{children}</div>;
}

/** A line between groups. */
export function MenuSeparator() {
  return <hr className="-mx-1 my-1 border-line" />;
}
