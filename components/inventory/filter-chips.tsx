"use client";

import { ChevronDown, X } from "lucide-react";
import { Suspense, useState } from "react";
import { ChooseDialog, CountedChoices } from "@/components/inventory/lazy-parts";
import { FILTERS, type FilterName, valueText } from "@/components/inventory/words";
import { Button } from "@/components/ui/button/button";
import { IconButton } from "@/components/ui/button/icon-button";
import { Menu } from "@/components/ui/popover/menu";
import { MenuNote } from "@/components/ui/popover/menu-item";
import type { InventoryPage, InventoryView } from "@/lib/contract/inventory";

type FilterChipsProps = {
  view: InventoryView;
  /** The names of what the filter has by ID. */
  names: InventoryPage["names"] | undefined;
  onChange: (view: InventoryView) => void;
};

const NAMES = Object.keys(FILTERS) as FilterName[];
type Chosen = "cluster" | "owner" | "tag";

/** The filters, each a button that opens its choices. One that is set says to what, and has a button that removes it. */
export function FilterChips({ view, names, onChange }: FilterChipsProps) {
  const [choosing, setChoosing] = useState<Chosen | null>(null);
  const { sort: _s, direction: _d, columns: _c, ...filter } = view;
  const set = (name: FilterName, value: string | undefined) => {
    const { [name]: _, ...rest } = view;
    if (value === undefined) onChange(rest);
    else onChange({ ...rest, [name]: name === "age" ? Number(value) : value });
  };
  const textOf = (name: FilterName) => {
    const value = view[name];
    if (value === undefined) return FILTERS[name];
    if (name === "since") return `${view.state === "gone" ? "Gone" : "New"} since ${value}`;
    const known = name === "cluster" || name === "owner" || name === "finding" ? names?.[name] : null;
    return `${FILTERS[name]}: ${known ?? valueText(name, value)}`;
  };
  const open = (name: FilterName) => {
    // There is no list of rules to choose from here: pages that show them link here.
    if (name === "finding") return <span className="px-2 text-sm">{textOf(name)}</span>;
    if (name === "cluster" || name === "tag")
      return (
        <Button size="sm" variant="ghost" aria-haspopup="dialog" onClick={() => setChoosing(name)}>
          {textOf(name)}
          <ChevronDown />
        </Button>
      );
    return (
      <Menu
        align="start"
        trigger={(props) => (
          <Button {...props} size="sm" variant="ghost">
            {textOf(name)}
            <ChevronDown />
          </Button>
        )}
      >
        <Suspense fallback={<MenuNote>Counting…</MenuNote>}>
          <CountedChoices
            of={name}
            filter={filter}
            onChoose={(value) => set(name, value)}
            {...(name === "owner" && { onOther: () => setChoosing("owner") })}
          />
        </Suspense>
      </Menu>
    );
  };
  const shown = NAMES.filter((name) => name !== "finding" || view.finding !== undefined);
  const isSet = NAMES.some((name) => view[name] !== undefined) || view.search !== undefined;
  return (
    // On phones they are one line that scrolls sideways, up to the edges of the window.
    <section
      aria-label="Filters"
      className="flex flex-wrap items-center gap-1.5 max-sm:-mx-4 max-sm:-my-1 max-sm:flex-nowrap max-sm:overflow-x-auto max-sm:px-4 max-sm:py-1"
    >
      {shown.map((name) => {
        const isOn = view[name] !== undefined;
        return (
          <span
            key={name}
            className={`inline-flex max-w-full shrink-0 items-center rounded-full border ${isOn ? "border-accent bg-accent-soft" : "border-line-strong"}`}
          >
            {open(name)}
            {isOn && (
              <IconButton
                label={`Remove filter ${textOf(name)}`}
                icon={<X />}
                size="sm"
                tooltip={false}
                onClick={(event) => {
                  const [choices] = event.currentTarget.parentElement?.querySelectorAll("button") ?? [];
                  // A finding's chip has no choices, and goes.
                  const next = choices === event.currentTarget ? document.querySelector("main") : choices;
                  next?.focus();
                  set(name, undefined);
                }}
              />
            )}
          </span>
        );
      })}
      {isSet && (
        <Button
          size="sm"
          variant="ghost"
          onClick={() => {
            const { sort, direction, columns } = view;
            onChange({ ...(sort && { sort }), ...(direction && { direction }), ...(columns && { columns }) });
            document.querySelector("main")?.focus();
          }}
        >
          Clear all
        </Button>
      )}
      <Suspense>
        {choosing && (
          <ChooseDialog
            of={choosing}
            value={view[choosing]}
            onClose={() => setChoosing(null)}
            onChoose={(value) => {
              setChoosing(null);
              set(choosing, value);
            }}
          />
        )}
      </Suspense>
    </section>
  );
}
