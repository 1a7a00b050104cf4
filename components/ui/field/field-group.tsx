"use client";

import { type ReactNode, useId } from "react";
import { FieldError, type FieldProps, fieldAttributes } from "@/components/ui/field/field";

type FieldGroupProps = Omit<FieldProps, "optional"> & { children: ReactNode };

/** Several controls that answer one question, such as checkboxes, below one legend, hint and error. */
export function FieldGroup({ label, hint, error, children }: FieldGroupProps) {
  const id = useId();
  // A group has no aria-invalid: the description alone carries the error.
  const { "aria-describedby": describedBy } = fieldAttributes(id, { hint, error });
  return (
    <fieldset id={id} aria-describedby={describedBy} className="flex min-w-0 flex-col gap-1.5">
      <legend className="mb-1.5 font-medium">{label}</legend>
      {hint && (
        <p id={`${id}-hint`} className="-mt-1 text-sm text-text-faint">
          {hint}
        </p>
      )}
      <FieldError id={id} error={error} />
      <div className="grid gap-2">{children}</div>
    </fieldset>
  );
}
