"use client";

import { Combobox } from "@/components/ui/field/combobox";
import type { FieldProps } from "@/components/ui/field/field";

/** Options that are shown at a time. */
const MOST = 8;

function zonesLike(text: string): string[] {
  const words = text.trim().toLowerCase().replaceAll(" ", "_");
  return ["UTC", ...Intl.supportedValuesOf("timeZone")]
    .filter((zone) => zone.toLowerCase().includes(words))
    .slice(0, MOST);
}

type ZoneFieldProps = Pick<FieldProps, "label" | "hint" | "error" | "optional"> & {
  value: string;
  onChange: (zone: string) => void;
};

/** A time zone by its IANA name, with suggestions. */
export function ZoneField({ value, onChange, ...field }: ZoneFieldProps) {
  return (
    <Combobox
      {...field}
      text={value}
      onText={onChange}
      options={zonesLike(value).map((zone) => ({ value: zone, label: zone, note: null }))}
      isLoading={false}
      onChoose={({ value: zone }) => onChange(zone)}
      placeholder="Europe/Berlin"
    />
  );
}
