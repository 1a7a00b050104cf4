"use client";

import { Fragment, type ReactNode, useId } from "react";
import { itemOfKey } from "@/components/ui/arrow-keys";
import { Select } from "@/components/ui/field/select";

type Tab = { id: string; label: string };

type TabsProps = {
  /** Names the list, such as "Format". */
  label: string;
  groups: readonly { label: string; tabs: readonly Tab[] }[];
  /** The chosen tab's id; the owner keeps it. */
  value: string;
  onChange: (id: string) => void;
  /** The chosen tab's panel. No other exists. */
  children: ReactNode;
};

/**
 * Many tabs within a dialog, in groups at the left of their panel, and a select above it on small screens. Tab stops at the
 * chosen one; arrow keys, Home and End choose another.
 */
export function Tabs({ label, groups, value, onChange, children }: TabsProps) {
  const id = useId();
  const options = groups.flatMap((group) => group.tabs.map((tab) => ({ value: tab.id, label: tab.label })));
  return (
    <div className="grid min-w-0 gap-x-5 gap-y-3 md:grid-cols-[10rem_minmax(0,1fr)]">
      <div className="md:hidden">
        <Select label={label} value={value} options={options} onChange={({ target }) => onChange(target.value)} />
      </div>
      <div
        role="tablist"
        aria-label={label}
        aria-orientation="vertical"
        className="flex flex-col max-md:hidden"
        onKeyDown={(event) => {
          const items = [...event.currentTarget.querySelectorAll("button")];
          const target = itemOfKey(event.key, items, ["ArrowUp", "ArrowDown"]);
          if (!target) return;
          event.preventDefault();
          target.focus();
          target.click();
        }}
      >
        {groups.map((group) => (
          <Fragment key={group.label}>
            <span aria-hidden="true" className="px-2 pt-2 pb-0.5 text-xs text-text-faint first:pt-0">
              {group.label}
            </span>
            {group.tabs.map((tab) => (
              <button
                key={tab.id}
                id={`${id}-${tab.id}`}
                type="button"
                role="tab"
                aria-selected={tab.id === value}
                aria-controls={tab.id === value ? `${id}-panel` : undefined}
                tabIndex={tab.id === value ? 0 : -1}
                onClick={() => onChange(tab.id)}
                className="min-h-control-sm rounded-sm px-2 text-left text-text-muted transition-colors hover:bg-hover hover:text-text focus-visible:-outline-offset-2 aria-selected:bg-hover aria-selected:font-medium aria-selected:text-text forced-colors:aria-selected:underline"
              >
                {tab.label}
              </button>
            ))}
          </Fragment>
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
