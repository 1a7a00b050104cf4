"use client";

import { useState } from "react";
import { Select } from "@/components/ui/field/select";
import { TextField } from "@/components/ui/field/text-field";
import { zonedText } from "@/components/ui/time/instant-text";
import type { DeadlineAction } from "@/lib/contract/rotations";

const HOUR_MS = 3_600_000;
const OVERLAPS = [
  { value: "1", label: "1 hour" },
  { value: "24", label: "24 hours" },
  { value: "168", label: "7 days" },
  { value: "720", label: "30 days" },
  { value: "date", label: "Until a date" },
];
const ACTIONS = [
  { value: "remind", label: "Remind us to delete the old client" },
  { value: "delete", label: "Delete the old client" },
];

/** How long both clients are to work. `date` is the value of a field for date and time, in the browser's zone. */
export type Overlap = { hours: string; date: string; action: DeadlineAction };

/** The overlap that is proposed: a day, and people decide. */
export const useOverlap = (first: Partial<Overlap> = {}) =>
  useState<Overlap>({ hours: "24", date: "", action: "remind", ...first });

/** When an overlap that begins now ends: an instant. Null while no date is chosen. */
export function deadlineOf({ hours, date }: Overlap): string | null {
  const at = hours === "date" ? Date.parse(date) : Date.now() + Number(hours) * HOUR_MS;
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

type OverlapFieldsProps = {
  overlap: Overlap;
  error: string | undefined;
  onChange: (overlap: Overlap) => void;
};

/** Asks how long both clients are to work, and what happens then. */
export function OverlapFields({ overlap, error, onChange }: OverlapFieldsProps) {
  const isDate = overlap.hours === "date";
  const isAction = (value: string): value is DeadlineAction => value === "remind" || value === "delete";
  return (
    <>
      <Select
        label="Overlap"
        value={overlap.hours}
        options={OVERLAPS}
        error={isDate ? undefined : error}
        onChange={({ target }) => onChange({ ...overlap, hours: target.value })}
      />
      {isDate && (
        <TextField
          type="datetime-local"
          label="Until"
          hint={`In your time zone, ${Intl.DateTimeFormat().resolvedOptions().timeZone}.`}
          error={error}
          value={overlap.date}
          onChange={({ target }) => onChange({ ...overlap, date: target.value })}
        />
      )}
      <Select
        label="Then"
        value={overlap.action}
        options={ACTIONS}
        onChange={({ target }) => isAction(target.value) && onChange({ ...overlap, action: target.value })}
      />
    </>
  );
}

/** What will happen when, in words. */
export function overlapText(overlap: Overlap, oldName: string): string {
  const deadline = deadlineOf(overlap);
  if (deadline === null) return "Choose when the overlap ends.";
  const end = zonedText(deadline);
  return overlap.action === "delete"
    ? `Both clients work until ${end}. Then Latchkey deletes ${oldName} once someone has ticked that the new client is rolled out.`
    : `On ${end}, Latchkey reminds you to delete ${oldName}. Until you do, both clients work.`;
}
