"use client";

import { type ComponentProps, type ReactNode, useId } from "react";
import { classNames } from "@/components/ui/class-names";

type CheckboxCardProps = Omit<
  ComponentProps<"input">,
  "id" | "type" | "className" | "aria-describedby" | "children"
> & {
  /** The choice's name: its whole accessible name. */
  label: string;
  /** One sentence on what it does. */
  description: ReactNode;
  /** Name and description in one line, without a frame. */
  compact?: boolean | undefined;
};

/** A checkbox as a card: a press anywhere on it toggles. */
export function CheckboxCard({ label, description, compact = false, ...input }: CheckboxCardProps) {
  const id = useId();
  return (
    <div
      className={classNames(
        "relative isolate flex gap-3 rounded transition-colors has-focus-visible:outline-2 has-focus-visible:outline-offset-2",
        "has-focus-visible:outline-accent has-enabled:hover:bg-hover has-disabled:opacity-50",
        compact
          ? "min-h-control-sm px-2 py-1"
          : "border border-line-strong bg-raised px-3 py-2.5 has-checked:border-accent has-checked:bg-accent-soft",
      )}
    >
      <input
        {...input}
        id={id}
        type="checkbox"
        aria-describedby={`${id}-description`}
        className="relative z-1 mt-0.5 size-4 shrink-0 accent-accent focus-visible:outline-none"
      />
      <span className={classNames("flex min-w-0", compact ? "grow flex-wrap gap-x-3" : "flex-col")}>
        {/* The label's area covers the card, so that the description is no part of the name. */}
        <label
          htmlFor={id}
          className={classNames("font-medium before:absolute before:inset-0", compact && "w-18 shrink-0")}
        >
          {label}
        </label>
        <span
          id={`${id}-description`}
          className={classNames(
            "text-sm text-text-muted",
            compact && "flex min-w-0 grow flex-wrap justify-between gap-x-3",
          )}
        >
          {description}
        </span>
      </span>
    </div>
  );
}
