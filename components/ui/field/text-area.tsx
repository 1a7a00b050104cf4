"use client";

import { type ComponentProps, useId } from "react";
import { classNames } from "@/components/ui/class-names";
import { CONTROL_CLASS, Field, type FieldProps, fieldAttributes } from "@/components/ui/field/field";

type TextAreaProps = FieldProps & Omit<ComponentProps<"textarea">, "id" | "aria-describedby" | "aria-invalid">;

/** Several lines of text with label, hint and error. */
export function TextArea({ label, hint, error, optional, className, ...textarea }: TextAreaProps) {
  const id = useId();
  return (
    <Field id={id} label={label} hint={hint} error={error} optional={optional}>
      <textarea
        rows={3}
        {...textarea}
        {...fieldAttributes(id, { hint, error })}
        className={classNames(CONTROL_CLASS, "resize-y py-1.5", className)}
      />
    </Field>
  );
}
