"use client";

import { type ComponentProps, type ReactNode, useId } from "react";
import { classNames } from "@/components/ui/class-names";

export type ChoiceCardProps = Omit<ComponentProps<"input">, "id" | "type" | "aria-describedby" | "children"> & {
  /** The choice's name; its whole accessible name. */
  label: string;
  /** One sentence on what it brings. */
  description?: ReactNode;
};

/** The card of one checkbox or radio button: pressing anywhere on it chooses. */
export function ChoiceCard({
  type,
  label,
  description,
  className,
  ...input
}: ChoiceCardProps & { type: "checkbox" | "radio" }) {
  const id = useId();
  return (
    <div
      className={classNames(
        "relative isolate flex gap-3 rounded border border-line-strong bg-raised px-3 py-2.5 transition-colors",
        "has-enabled:hover:bg-hover has-checked:border-accent has-checked:bg-accent-soft has-disabled:opacity-50",
        "has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent",
        className,
      )}
    >
      <input
        {...input}
        id={id}
        type={type}
        aria-describedby={description ? `${id}-description` : undefined}
        className="relative z-1 mt-0.5 size-4 shrink-0 accent-accent focus-visible:outline-none"
      />
      <span className="flex min-w-0 flex-col">
        {/* The label's own area covers the card, so that the description stays out of the name. */}
        <label htmlFor={id} className="font-medium before:absolute before:inset-0">
          {label}
        </label>
        {description && (
          <span id={`${id}-description`} className="text-sm text-text-muted">
            {description}
          </span>
        )}
      </span>
    </div>
  );
}
