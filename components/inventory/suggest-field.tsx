"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useSettled } from "@/components/states/use-list-view";
import { Combobox } from "@/components/ui/field/combobox";
import { suggestionsQuery } from "@/lib/browser/inventory";
import type { SuggestionQuery } from "@/lib/contract/inventory";

/** What a person can choose from, in words that complete "No … has this name". */
const NOUNS = {
  cluster: "cluster",
  client: "client",
  person: "person",
  owner: "owner",
  tag: "tag",
} satisfies Record<SuggestionQuery["of"], string>;

type SuggestFieldProps = {
  label: string;
  of: SuggestionQuery["of"];
  /** Only clients of this cluster are suggested. */
  cluster?: string | undefined;
  /** The chosen value, such as an ID; undefined for none. */
  value: string | undefined;
  onChange: (value: string | undefined) => void;
};

/** Chooses a cluster, client, person, owner or tag: the server suggests as one types. Other text is refused in words. */
export function SuggestField({ label, of, cluster, value, onChange }: SuggestFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const [isLeft, setLeft] = useState(false);
  const settled = useSettled((typed ?? "").trim());
  const known = useQuery({ ...suggestionsQuery({ of, value: value ?? "" }), enabled: value !== undefined });
  const search = useQuery({
    ...suggestionsQuery({ of, ...(settled && { search: settled }), ...(cluster && { cluster }) }),
    enabled: typed !== null,
  });
  // What was typed is over when another value is set from outside.
  useEffect(() => {
    if (value !== undefined) setTyped(null);
  }, [value]);

  const chosen =
    value === undefined ? "" : (known.data?.suggestions.find((each) => each.value === value)?.label ?? value);
  const isBehind = search.isFetching || settled !== (typed ?? "").trim();
  const words = (typed ?? "").toLowerCase().split(/\s+/);
  // While the server searches, what it found before is shown as far as it still matches: Enter never chooses another.
  const options = (search.data?.suggestions ?? []).filter(
    ({ label: name, note }) => !isBehind || words.every((word) => `${name} ${note ?? ""}`.toLowerCase().includes(word)),
  );
  const text = typed ?? chosen;
  const isUnknown = isLeft && typed !== null && typed.trim() !== "" && !isBehind;

  const leave = () => {
    setLeft(true);
    if (typed === null) return;
    if (typed.trim() === "") {
      setTyped(null);
      if (value !== undefined) onChange(undefined);
      return;
    }
    const same = options.filter((option) => option.label.toLowerCase() === typed.trim().toLowerCase());
    const [only] = same;
    if (only && same.length === 1) {
      setTyped(null);
      onChange(only.value);
    }
  };
  return (
    <Combobox
      label={label}
      text={text}
      onText={(next) => {
        setLeft(false);
        setTyped(next);
      }}
      options={options}
      isLoading={isBehind}
      onOpen={() => value === undefined && setTyped((now) => now ?? "")}
      onChoose={(option) => {
        setTyped(null);
        onChange(option.value);
      }}
      onLeave={leave}
      placeholder="Type to search"
      error={isUnknown ? `No ${NOUNS[of]} is chosen. Choose one from the list.` : undefined}
    />
  );
}
