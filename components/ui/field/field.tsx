import type { ReactNode } from "react";

export type FieldProps = {
  label: ReactNode;
  /** One sentence that helps before anything is typed. */
  hint?: ReactNode;
  /** What is wrong and how to fix it. Announced when it appears. */
  error?: string | undefined;
  /** Adds "(optional)" to the label. */
  optional?: boolean | undefined;
};

/** The attributes that tie a control to its hint and its error. */
export function fieldAttributes(id: string, { hint, error }: Pick<FieldProps, "hint" | "error">) {
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return { id, "aria-describedby": describedBy || undefined, "aria-invalid": error ? true : undefined };
}

/** Label above, hint and error below a control. The control carries `fieldAttributes(id, …)`. */
export function Field({
  id,
  label,
  hint,
  error,
  optional,
  children,
}: FieldProps & { id: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <label htmlFor={id} className="font-medium">
        {label}
        {optional && <span className="font-normal text-text-faint"> (optional)</span>}
      </label>
      {children}
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-text-faint">
          {hint}
        </p>
      )}
      <FieldError id={id} error={error} />
    </div>
  );
}

/** The error below a control. Always mounted, so that screen readers announce what appears in it. */
export function FieldError({ id, error }: { id: string; error: string | undefined }) {
  return (
    <p id={`${id}-error`} aria-live="polite" className="text-sm text-bad empty:hidden">
      {error}
    </p>
  );
}

/** For names, ids and addresses: the keyboard of a phone neither corrects nor capitalizes them. */
export const EXACT_TEXT = {
  autoComplete: "off",
  autoCapitalize: "none",
  autoCorrect: "off",
  spellCheck: false,
} as const;

/** The look of inputs, selects and text areas. */
export const CONTROL_CLASS =
  "w-full min-w-0 rounded border border-line-control bg-raised px-2.5 text-control text-text transition-colors " +
  "hover:border-text-faint focus-visible:border-accent focus-visible:outline-offset-0 aria-invalid:border-bad disabled:opacity-50";
