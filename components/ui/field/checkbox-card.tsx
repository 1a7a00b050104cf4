"use client";

import { type ComponentProps, type ReactNode, useId } from "react";

type CheckboxCardProps = Omit<
  ComponentProps<"input">,
  "id" | "type" | "className" | "aria-describedby" | "children"
> & {
  /** The choice's name: its whole accessible name. */
  label: string;
  /** One sentence on what it does. */
  description: ReactNode;
};

/** A checkbox as a card: a press anywhere on it toggles. */
export function CheckboxCard({ label, description, ...input }: CheckboxCardProps) {
  const id = useId();
  return (
    <div className="relative isolate flex gap-3 rounded border border-line-strong bg-raised px-3 py-2.5 transition-colors has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent has-enabled:hover:bg-hover has-checked:border-accent has-checked:bg-accent-soft has-disabled:opacity-50">
      <input
        {...input}
        id={id}
        type="checkbox"
        aria-describedby={`${id}-description`}
        className="relative z-1 mt-0.5 size-4 shrink-0 accent-accent focus-visible:outline-none"
      />
      <span className="flex min-w-0 flex-col">
        {/* The label's area covers the card, so that the description is no part of the name. */}
        <label htmlFor={id} className="font-medium before:absolute before:inset-0">
          {label}
        </label>
        <span id={`${id}-description`} className="text-sm text-text-muted">
          {description}
        </span>
      </span>
    </div>
  );
}
