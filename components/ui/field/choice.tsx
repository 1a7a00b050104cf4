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
    <span className="flex min-h-control-sm items-center gap-2.5">
      <input {...input} id={id} className="size-4 shrink-0 accent-accent" />
      <label htmlFor={id} className="grow py-1 wrap-anywhere">
        {label}
      </label>
    </span>
  );
}
