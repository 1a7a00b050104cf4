"use client";

import { ChevronDown } from "lucide-react";
import { type ComponentProps, useId } from "react";
import { classNames } from "@/components/ui/class-names";
import { CONTROL_CLASS, Field, type FieldProps, fieldAttributes } from "@/components/ui/field/field";

type SelectProps = FieldProps &
  Omit<ComponentProps<"select">, "id" | "children" | "multiple" | "aria-describedby" | "aria-invalid"> & {
    options: readonly { value: string; label: string }[];
    /** For toolbars: the label stands before the select. */
    inline?: boolean | undefined;
  };

/** The browser's own select in our look. */
export function Select({ label, hint, error, optional, options, inline, className, ...select }: SelectProps) {
  const id = useId();
  const control = (
    <span className="relative inline-flex min-w-0 grow items-center">
      <select
        {...select}
        {...fieldAttributes(id, { hint, error })}
        className={classNames(CONTROL_CLASS, "h-control appearance-none truncate pr-8", className)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} className="bg-raised text-text">
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown className="pointer-events-none absolute right-2.5 size-4 text-text-faint" />
    </span>
  );
  if (inline) {
    return (
      <span className="inline-flex min-w-0 items-center gap-2">
        <label htmlFor={id} className="shrink-0 text-sm text-text-muted">
          {label}
        </label>
        {control}
      </span>
    );
  }
  return (
    <Field id={id} label={label} hint={hint} error={error} optional={optional}>
      {control}
    </Field>
  );
}
