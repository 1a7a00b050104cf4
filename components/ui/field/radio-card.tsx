"use client";

import { type ComponentProps, type ReactNode, useId } from "react";

type RadioCardProps = Omit<ComponentProps<"input">, "id" | "type" | "className" | "aria-describedby" | "children"> & {
  icon: ReactNode;
  /** The choice's name: its whole accessible name. */
  label: string;
  /** What it means, in a sentence and a few words. */
  description: ReactNode;
};

/** One choice of several, as a card: a press anywhere on it chooses it. */
export function RadioCard({ icon, label, description, ...input }: RadioCardProps) {
  const id = useId();
  return (
    <div className="relative isolate flex gap-2.5 rounded border border-line-strong bg-raised px-2.5 py-2 transition-colors has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent has-enabled:hover:bg-hover has-checked:border-accent has-checked:bg-accent-soft">
      <span aria-hidden="true" className="mt-0.5 text-text-muted [&_svg]:size-4">
        {icon}
      </span>
      <span className="flex min-w-0 flex-col">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        <span id={`${id}-description`} className="text-sm text-text-muted">
          {description}
        </span>
      </span>
      <input
        {...input}
        id={id}
        type="radio"
        aria-describedby={`${id}-description`}
        className="absolute inset-0 z-1 size-full cursor-pointer opacity-0"
      />
    </div>
  );
}
