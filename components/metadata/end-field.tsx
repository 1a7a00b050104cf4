"use client";

import { useEffect, useId, useRef } from "react";
import type { EndChoice } from "@/components/metadata/end-choice";
import { Choice } from "@/components/ui/field/choice";
import { FieldGroup } from "@/components/ui/field/field-group";
import { Select } from "@/components/ui/field/select";
import { TextField } from "@/components/ui/field/text-field";
import { zonedText } from "@/components/ui/time/instant-text";
import { zoneName } from "@/components/ui/time/zone";
import { instantInDays, localOfInstant } from "@/lib/browser/end-instant";
import { END_ACTIONS, END_IN_DAYS, type EndAction } from "@/lib/contract/end-choices";

const ACTION_WORDS: Record<EndAction, string> = {
  remind: "Remind me: Latchkey tells you; the client stays.",
  delete: "Delete it then: Latchkey deletes it in Camunda.",
};

type EndFieldProps = {
  value: EndChoice;
  onChange: (choice: EndChoice) => void;
  /** Whether the clients may have different ends, so that they can stay. */
  keeps?: boolean;
  error?: string | undefined;
};

/** Chooses when a client ends, and what happens then. */
export function EndField({ value, onChange, keeps = false, error }: EndFieldProps) {
  const name = useId();
  const field = useRef<HTMLSelectElement>(null);
  // The button in whose place it stands may have had the focus.
  useEffect(() => {
    if (document.activeElement === document.body) field.current?.focus();
  }, []);
  const set = (changed: Partial<EndChoice>) => onChange({ ...value, ...changed });
  const hasEnd = value.when !== "none" && value.when !== "keep";
  const isDate = value.when === "date";
  const zone = zoneName();
  return (
    <div className="flex flex-col gap-4">
      <Select
        ref={field}
        label="End"
        optional
        hint={
          hasEnd && !isDate
            ? `On ${zonedText(instantInDays(Number(value.when)))}.`
            : "When the client is no longer needed."
        }
        error={isDate ? undefined : error}
        value={value.when}
        onChange={({ target }) => {
          const when = target.value as EndChoice["when"];
          set({ when, ...(when === "date" && value.local === "" && { local: localOfInstant(instantInDays(7)) }) });
        }}
        options={[
          ...(keeps ? [{ value: "keep", label: "Leave as it is" }] : []),
          { value: "none", label: "No end" },
          ...END_IN_DAYS.map((days) => ({ value: String(days), label: `In ${days} days` })),
          { value: "date", label: "At a date and time" },
        ]}
      />
      {isDate && (
        <TextField
          type="datetime-local"
          label="End date and time"
          hint={`In your time zone, ${zone}.`}
          error={error}
          max="2099-12-31T23:59"
          value={value.local}
          onChange={({ target }) => set({ local: target.value })}
        />
      )}
      {hasEnd && (
        <FieldGroup label="What happens then">
          {END_ACTIONS.map((action) => (
            <Choice
              key={action}
              type="radio"
              name={name}
              label={ACTION_WORDS[action]}
              checked={value.action === action}
              onChange={() => set({ action })}
            />
          ))}
        </FieldGroup>
      )}
    </div>
  );
}
