"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useSettled } from "@/components/states/use-list-view";
import { Combobox } from "@/components/ui/field/combobox";
import type { FieldProps } from "@/components/ui/field/field";
import { ownersQuery } from "@/lib/browser/metadata";
import type { OwnerInput } from "@/lib/contract/owners";

/** An owner as a person sees it: a member, or whatever name was typed. */
export type OwnerChoice = { name: string; memberId: string | null };

/** What the server takes. Null for no owner. */
export function ownerInputOf({ name, memberId }: OwnerChoice): OwnerInput | null {
  if (memberId !== null) return { memberId };
  return name.trim() === "" ? null : { name: name.trim() };
}

type OwnerFieldProps = Pick<FieldProps, "hint" | "error" | "optional"> & {
  value: OwnerChoice;
  onChange: (owner: OwnerChoice) => void;
};

/** Chooses an owner: a member or a team that the server suggests, or a name that is typed. */
export function OwnerField({ value, onChange, ...field }: OwnerFieldProps) {
  const [isAsked, setAsked] = useState(false);
  const search = value.memberId === null ? value.name.trim() : "";
  const settled = useSettled(search);
  const { data, isFetching } = useQuery({ ...ownersQuery(settled), enabled: isAsked });
  const owners = data?.owners ?? [];
  return (
    <Combobox
      {...field}
      label="Owner"
      text={value.name}
      onText={(name) => onChange({ name, memberId: null })}
      acceptsText
      options={owners.map(({ memberId, name }) => ({ value: memberId ?? name, label: name, note: null }))}
      isLoading={isFetching || settled !== search}
      onOpen={() => setAsked(true)}
      onChoose={({ value: chosen, label }) => {
        const isMember = owners.some(({ memberId }) => memberId === chosen);
        onChange({ name: label, memberId: isMember ? chosen : null });
      }}
      placeholder="A member, or a team's name"
    />
  );
}
