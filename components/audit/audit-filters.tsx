"use client";

import { ListFilter } from "lucide-react";
import { type FormEvent, Suspense, useEffect, useId, useState } from "react";
import { SuggestField } from "@/components/audit/lazy-parts";
import { actionText, outcomeStatus } from "@/components/audit/words";
import { Button } from "@/components/ui/button/button";
import { Select } from "@/components/ui/field/select";
import { TextField } from "@/components/ui/field/text-field";
import type { AuditFilter } from "@/lib/contract/audit";
import { AUDIT_ACTIONS, AUDIT_OUTCOMES } from "@/lib/contract/audit-actions";

const ANY = { value: "", label: "Any" };
const ACTIONS = [ANY, ...AUDIT_ACTIONS.map((value) => ({ value, label: actionText(value) }))];
const OUTCOMES = [ANY, ...AUDIT_OUTCOMES.map((value) => ({ value, label: outcomeStatus(value).words }))];

/** An instant as `2026-11-23T06:31` in the browser's zone, as a datetime-local field takes it. */
function localText(instant: string | undefined): string {
  if (!instant) return "";
  const date = new Date(instant);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** The instant of a local time; undefined for none. */
function instantOf(local: string): string | undefined {
  const ms = Date.parse(local);
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}

/** What the form's fields hold. */
type Draft = Record<"person" | "cluster" | "client" | "action" | "outcome" | "from" | "to", string>;

const draftOf = ({ person, cluster, client, action, outcome, from, to }: AuditFilter): Draft => ({
  person: person ?? "",
  cluster: cluster ?? "",
  client: client ?? "",
  action: action ?? "",
  outcome: outcome ?? "",
  from: localText(from),
  to: localText(to),
});

const filterOf = ({ person, cluster, client, action, outcome, from, to }: Draft): AuditFilter => ({
  person: person.trim() || undefined,
  cluster: cluster.trim() || undefined,
  client: client.trim() || undefined,
  action: AUDIT_ACTIONS.find((value) => value === action),
  outcome: AUDIT_OUTCOMES.find((value) => value === outcome),
  from: instantOf(from),
  to: instantOf(to),
});

type AuditFiltersProps = {
  filter: AuditFilter;
  /** How many of its parts narrow the list. */
  setCount: number;
  withCluster: boolean;
  onChange: (filter: AuditFilter) => void;
};

/** Filters the log. A choice applies at once, a time on Enter, on Apply or when its field loses the focus. */
export function AuditFilters({ filter, setCount, withCluster, onChange }: AuditFiltersProps) {
  const id = useId();
  // On small screens the filter would fill the screen, so it is folded.
  const [isOpen, setOpen] = useState(false);
  // Counts how often the filter was cleared, which also removes what was typed and not chosen.
  const [turn, setTurn] = useState(0);
  // No times at first: the server does not know this browser's time zone.
  const [draft, setDraft] = useState(() => draftOf({ ...filter, from: undefined, to: undefined }));
  useEffect(() => setDraft(draftOf(filter)), [filter]);

  const set = (name: keyof Draft, value: string) => {
    const next = { ...draft, [name]: value };
    setDraft(next);
    return next;
  };
  // Always the whole draft: `filter` lags behind while the page with the last change is loading.
  const apply = (next: Draft) => onChange(filterOf(next));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    apply(draft);
  };
  const text = (name: keyof Draft) => ({
    value: draft[name],
    onChange: ({ target }: { target: { value: string } }) => set(name, target.value),
    onBlur: () => draft[name] !== draftOf(filter)[name] && apply(draft),
  });
  const suggestField = (name: "person" | "cluster" | "client", label: string) => (
    // The field looks the same while its code is loaded.
    <Suspense fallback={<TextField label={label} disabled />}>
      <SuggestField
        key={turn}
        label={label}
        of={name}
        cluster={name === "client" ? filter.cluster : undefined}
        value={draft[name] || undefined}
        onChange={(value) => apply(set(name, value ?? ""))}
      />
    </Suspense>
  );
  const choice = (name: keyof Draft) => ({
    value: draft[name],
    onChange: ({ target }: { target: { value: string } }) => apply(set(name, target.value)),
  });
  return (
    <>
      <Button
        aria-expanded={isOpen}
        aria-controls={id}
        className="self-start sm:hidden"
        onClick={() => setOpen(!isOpen)}
      >
        <ListFilter />
        {setCount > 0 ? `Filter (${setCount})` : "Filter"}
      </Button>
      <form
        id={id}
        aria-label="Filter"
        onSubmit={submit}
        className={`grid items-start gap-3 sm:grid-cols-2 xl:grid-cols-4 ${isOpen ? "" : "max-sm:hidden"}`}
      >
        {suggestField("person", "Person")}
        {withCluster && suggestField("cluster", "Cluster")}
        {suggestField("client", "Client")}
        <Select label="Action" options={ACTIONS} {...choice("action")} />
        <Select label="Outcome" options={OUTCOMES} {...choice("outcome")} />
        <TextField type="datetime-local" label="From, in your time zone" {...text("from")} />
        <TextField type="datetime-local" label="Until, in your time zone" {...text("to")} />
        <div className="flex gap-2 self-end">
          <Button type="submit">Apply</Button>
          <Button
            variant="ghost"
            onClick={() => {
              setTurn(turn + 1);
              onChange({});
            }}
          >
            Clear
          </Button>
        </div>
      </form>
    </>
  );
}
