"use client";

import { useQuery } from "@tanstack/react-query";
import { ListFilter, X } from "lucide-react";
import { Suspense, useState } from "react";
import { FilterDialog } from "@/components/audit/lazy-parts";
import { actionText, outcomeStatus } from "@/components/audit/words";
import { Button } from "@/components/ui/button/button";
import { IconButton } from "@/components/ui/button/icon-button";
import { Time } from "@/components/ui/time/time";
import { suggestionsQuery } from "@/lib/browser/inventory";
import type { AuditFilter } from "@/lib/contract/audit";

type Name = keyof Omit<AuditFilter, "before">;

const LABELS: Record<Name, string> = {
  person: "Person",
  cluster: "Cluster",
  client: "Client",
  action: "Action",
  outcome: "Outcome",
  from: "From",
  to: "Until",
  upTo: "Up to event",
};
const NAMES = Object.keys(LABELS) as Name[];

/** The name of what a filter has by its ID. */
function Named({ of, value }: { of: "person" | "cluster" | "client"; value: string }) {
  const { data } = useQuery(suggestionsQuery({ of, value }));
  return data?.suggestions.find((each) => each.value === value)?.label ?? value;
}

function Value({ name, value }: { name: Name; value: string }) {
  if (name === "action") return actionText(value);
  if (name === "outcome") return outcomeStatus(value).words;
  if (name === "from" || name === "to") return <Time at={value} relative={false} />;
  return name === "upTo" ? value : <Named of={name} value={value} />;
}

type AuditChipsProps = {
  filter: AuditFilter;
  /** On a cluster's own tab the cluster is no choice. */
  withCluster: boolean;
  onChange: (filter: AuditFilter) => void;
};

/** What the list is filtered by, each with a button that removes it, and the button that changes the filter. */
export function AuditChips({ filter, withCluster, onChange }: AuditChipsProps) {
  const [isOpen, setOpen] = useState(false);
  const set = NAMES.filter((name) => filter[name] !== undefined && (withCluster || name !== "cluster"));
  const remove = (names: readonly Name[]) => {
    onChange(Object.fromEntries(Object.entries(filter).filter(([name]) => !names.some((each) => each === name))));
    document.getElementById("change-filter")?.focus();
  };
  return (
    <section aria-label="Filter" className="flex min-w-0 flex-wrap items-center gap-1.5">
      <Button id="change-filter" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <ListFilter />
        {set.length > 0 ? `Filter (${set.length})` : "Filter"}
      </Button>
      {/* Before the chips, or it would stand alone in the last line of many. */}
      {set.length > 1 && (
        <Button size="sm" variant="ghost" onClick={() => remove(set)}>
          Clear all
        </Button>
      )}
      {set.map((name) => (
        <span
          key={name}
          className="inline-flex max-w-full items-center rounded-full border border-accent bg-accent-soft pl-2.5 text-sm"
        >
          <span className="truncate">
            {LABELS[name]}: <Value name={name} value={String(filter[name])} />
          </span>
          <IconButton
            label={`Remove filter ${LABELS[name]}`}
            icon={<X />}
            size="sm"
            tooltip={false}
            onClick={() => remove([name])}
          />
        </span>
      ))}
      <Suspense>
        {isOpen && (
          <FilterDialog
            filter={filter}
            withCluster={withCluster}
            onClose={() => setOpen(false)}
            onApply={(next) => {
              setOpen(false);
              onChange(next);
            }}
          />
        )}
      </Suspense>
    </section>
  );
}
