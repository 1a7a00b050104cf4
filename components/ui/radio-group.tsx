"use client";

import { type ReactNode, useId } from "react";
import { ChoiceCard } from "@/components/ui/choice-card";
import { FieldGroup } from "@/components/ui/field-group";

type RadioGroupProps<Value extends string> = {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  columns?: 1 | 2 | undefined;
  value: Value | null;
  onChange: (value: Value) => void;
  options: readonly { value: Value; label: string; description?: ReactNode }[];
};

/** One of several, each with a sentence. Arrow keys move between them, as in every radio group. */
export function RadioGroup<Value extends string>({ value, onChange, options, ...group }: RadioGroupProps<Value>) {
  const name = useId();
  return (
    <FieldGroup {...group}>
      {options.map((option) => (
        <ChoiceCard
          key={option.value}
          type="radio"
          name={name}
          label={option.label}
          description={option.description}
          checked={option.value === value}
          onChange={() => onChange(option.value)}
        />
      ))}
    </FieldGroup>
  );
}
