"use client";

import { type ComponentProps, useId } from "react";

type ChoiceProps = Omit<ComponentProps<"input">, "id" | "type" | "className" | "children"> & {
  type: "checkbox" | "radio";
  label: string;
};

/** One checkbox or radio button of a group, with its label: a press on either chooses it. */
export function Choice({ label, ...input }: ChoiceProps) {
  const id = useId();
  return (
    <span className="flex items-center gap-2.5">
      <input {...input} id={id} className="size-4 shrink-0 accent-accent" />
      <label htmlFor={id} className="flex min-h-control-sm grow items-center py-1 wrap-anywhere">
        {label}
      </label>
    </span>
  );
}
