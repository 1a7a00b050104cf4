"use client";

import { type ReactNode, useId } from "react";
import { itemOfKey } from "@/components/ui/arrow-keys";
import { TAB_CLASS, TAB_STRIP_CLASS } from "@/components/ui/tabs/tab-class";

type TabsProps = {
  /** Names the strip, such as "Format". */
  label: string;
  tabs: readonly { id: string; label: string }[];
  /** The chosen tab's id; the owner keeps it. */
  value: string;
  onChange: (id: string) => void;
  /** The chosen tab's panel. No other exists. */
  children: ReactNode;
};

/** Tabs within a page or dialog. Tab stops at the chosen one; arrow keys, Home and End choose another. */
export function Tabs({ label, tabs, value, onChange, children }: TabsProps) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <div
        role="tablist"
        aria-label={label}
        className={TAB_STRIP_CLASS}
        onKeyDown={(event) => {
          const items = [...event.currentTarget.querySelectorAll("button")];
          const target = itemOfKey(event.key, items, ["ArrowLeft", "ArrowRight"]);
          if (!target) return;
          event.preventDefault();
          target.focus();
          target.click();
        }}
      >
        {tabs.map((tab) => (
          <button
            key={tab.id}
            id={`${id}-${tab.id}`}
            type="button"
            role="tab"
            aria-selected={tab.id === value}
            aria-controls={tab.id === value ? `${id}-panel` : undefined}
            tabIndex={tab.id === value ? 0 : -1}
            onClick={() => onChange(tab.id)}
            className={TAB_CLASS}
          >
            {tab.label}
          </button>
        ))}
      </div>
      <div
        key={value}
        id={`${id}-panel`}
        role="tabpanel"
        aria-labelledby={`${id}-${value}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a panel may start with text, which Tab would skip.
        tabIndex={0}
        className="min-w-0 rounded-sm"
      >
        {children}
      </div>
    </div>
  );
}
