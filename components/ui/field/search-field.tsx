"use client";

import { Search, X } from "lucide-react";
import { useId, useRef } from "react";
import { classNames } from "@/components/ui/class-names";
import { CONTROL_CLASS, EXACT_TEXT } from "@/components/ui/field/field";

type SearchFieldProps = {
  /** What it searches, such as "Search clusters": the accessible name and the placeholder. */
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** The focus leaves the field. */
  onLeave?: (() => void) | undefined;
  /** How much it found, such as "3 of 12". Shown inside, and announced when it changes. */
  found?: string | undefined;
  className?: string | undefined;
};

/** A search field that reports every keystroke. Escape or the cross empties it. */
export function SearchField({ label, value, onChange, onLeave, found, className }: SearchFieldProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const empty = () => {
    onChange("");
    input.current?.focus();
  };
  return (
    <div className={classNames("relative flex min-w-0 items-center", className)}>
      <Search className="pointer-events-none absolute left-2.5 size-4 text-text-faint" />
      <label htmlFor={id} className="sr-only">
        {label}
      </label>
      <input
        ref={input}
        id={id}
        type="search"
        {...EXACT_TEXT}
        placeholder={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onBlur={onLeave}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || value === "") return;
          // So that a dialog around it ignores this Escape.
          event.preventDefault();
          empty();
        }}
        className={classNames(CONTROL_CLASS, "h-control pr-24 pl-8")}
      />
      <span className="pointer-events-none absolute right-2 flex items-center gap-1">
        <span role="status" className="text-sm text-text-faint">
          {value === "" ? "" : found}
        </span>
        {value !== "" && (
          <button
            type="button"
            aria-label="Clear search"
            onClick={empty}
            className="pointer-events-auto rounded-sm p-1.5 text-text-faint hover:text-text"
          >
            <X className="size-3.5" />
          </button>
        )}
      </span>
    </div>
  );
}
