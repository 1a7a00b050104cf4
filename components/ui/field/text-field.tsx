"use client";

import { type ComponentProps, useId } from "react";
import { classNames } from "@/components/ui/class-names";
import { CONTROL_CLASS, Field, type FieldProps, fieldAttributes } from "@/components/ui/field/field";

type TextFieldProps = FieldProps &
  Omit<ComponentProps<"input">, "id" | "aria-describedby" | "aria-invalid"> & {
    /** Monospace, for names and IDs that machines read. */
    mono?: boolean | undefined;
  };

/** One line of text with label, hint and error. */
export function TextField({ label, hint, error, optional, mono, className, ...input }: TextFieldProps) {
  const id = useId();
  return (
    <Field id={id} label={label} hint={hint} error={error} optional={optional}>
      <input
        type="text"
        {...input}
        {...fieldAttributes(id, { hint, error })}
        className={classNames(CONTROL_CLASS, "h-control", mono && "font-mono", className)}
      />
    </Field>
  );
}
