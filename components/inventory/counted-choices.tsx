"use client";

import { useQuery } from "@tanstack/react-query";
import { useContext } from "react";
import { FILTERS, type FilterName, valueText } from "@/components/inventory/words";
import { countText } from "@/components/states/count-text";
import { CloseMenu, MenuChoice, MenuItem, MenuNote, MenuSeparator } from "@/components/ui/popover/menu-item";
import { countsQuery } from "@/lib/browser/inventory";
import type { InventoryFilter } from "@/lib/contract/inventory";
import type { CountedFilter } from "@/lib/contract/inventory-filters";

type CountedChoicesProps = {
  of: CountedFilter & FilterName;
  filter: InventoryFilter;
  onChoose: (value: string) => void;
  /** Asks for a value that is not among those that are counted. */
  onOther?: (() => void) | undefined;
};

/** The values of one filter, inside a menu, each with how many clients it would leave. */
export function CountedChoices({ of, filter, onChoose, onOther }: CountedChoicesProps) {
  const close = useContext(CloseMenu);
  const { data, error } = useQuery(countsQuery(filter, of));
  const current = filter[of];
  const choose = (value: string) => {
    close();
    onChoose(value);
  };
  return (
    <>
      {error && <MenuNote>{error.message}</MenuNote>}
      {!data && !error && <MenuNote>Counting…</MenuNote>}
      {data?.counts.length === 0 && <MenuNote>No cluster has a label.</MenuNote>}
      {data && data.counts.length > 0 && (
        <MenuChoice
          label={FILTERS[of]}
          value={String(current ?? "")}
          onChange={choose}
          options={data.counts.map(({ value, ...count }) => ({
            value,
            label: `${valueText(of, value)} (${countText(count)})`,
          }))}
        />
      )}
      {onOther && (
        <>
          <MenuSeparator />
          <MenuItem onSelect={onOther}>Choose an owner…</MenuItem>
        </>
      )}
    </>
  );
}
