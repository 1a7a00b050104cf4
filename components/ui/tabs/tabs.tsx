"use client";

import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { TAB_CLASS, TAB_STRIP_CLASS } from "@/components/ui/tabs/tab-class";

type TabsProps = {
  /** Names the strip, such as "Format". */
  label: string;
  tabs: readonly { id: string; label: string; panel: ReactNode }[];
  /** The chosen tab's id; the owner keeps it. */
  value: string;
  onChange: (id: string) => void;
};

/** Tabs within a page or dialog. Only the chosen panel is mounted. Arrow keys move between tabs. */
export function Tabs({ label, tabs, value, onChange }: TabsProps) {
  return (
    <Radix.Root value={value} onValueChange={onChange} className="flex min-w-0 flex-col gap-4">
      <Radix.List aria-label={label} className={TAB_STRIP_CLASS}>
        {tabs.map((tab) => (
          <Radix.Trigger key={tab.id} value={tab.id} className={TAB_CLASS}>
            {tab.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.id} value={tab.id} className="min-w-0 rounded-sm">
          {tab.panel}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
