"use client";

import { type ReactNode, useId } from "react";
import { classNames } from "@/components/ui/class-names";
import { FieldError, type FieldProps, fieldAttributes } from "@/components/ui/field/field";

type FieldGroupProps = Omit<FieldProps, "optional"> & {
  children: ReactNode;
  /** Where there is room, the controls stand in two columns. */
  columns?: 1 | 2 | undefined;
};

/** Several controls that answer one question, such as checkboxes: legend, hint and error once for all, above them. */
export function FieldGroup({ label, hint, error, columns = 1, children }: FieldGroupProps) {
  const id = useId();
  // aria-invalid is not a state of a group: the description alone carries the error.
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
      <div className={classNames("grid gap-2", columns === 2 && "sm:grid-cols-2")}>{children}</div>
    </fieldset>
  );
}
