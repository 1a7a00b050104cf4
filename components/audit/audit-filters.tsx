"use client";

import { ListFilter } from "lucide-react";
import { type FormEvent, useEffect, useId, useState } from "react";
import { ACTION_WORDS, OUTCOME_WORDS } from "@/components/audit/words";
import { Button } from "@/components/ui/button/button";
import { Select } from "@/components/ui/field/select";
import { TextField } from "@/components/ui/field/text-field";
import type { AuditEvent, AuditFilter } from "@/lib/contract/audit";
import { AUDIT_ACTIONS, AUDIT_OUTCOMES } from "@/lib/contract/audit-actions";

const ANY = { value: "", label: "Any" };
const ACTIONS = [ANY, ...AUDIT_ACTIONS.map((value) => ({ value, label: ACTION_WORDS[value] }))];
const OUTCOMES = [ANY, ...AUDIT_OUTCOMES.map((value) => ({ value, label: OUTCOME_WORDS[value].words }))];

/** `2026-11-23T06:31` of an instant, in this browser's zone: what a datetime-local field takes. */
function localText(instant: string | undefined): string {
  if (!instant) return "";
  const date = new Date(instant);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** The instant that somebody typed in their own zone; undefined for none. */
function instantOf(local: string): string | undefined {
  const ms = Date.parse(local);
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}

type Typed = { person: string; cluster: string; client: string; from: string; to: string };

const typedOf = ({ person, cluster, client, from, to }: AuditFilter): Typed => ({
  person: person ?? "",
  cluster: cluster ?? "",
  client: client ?? "",
  from: localText(from),
  to: localText(to),
});
const NOTHING_TYPED = typedOf({});

type AuditFiltersProps = {
  filter: AuditFilter;
  /** How many of its parts narrow the list. */
  setCount: number;
  withCluster: boolean;
  /** What is listed now: its names are offered while one types. */
  events: readonly AuditEvent[];
  onChange: (filter: AuditFilter) => void;
};

function Names({ id, names }: { id: string; names: readonly (string | null)[] }) {
  return <datalist id={id}>{[...new Set(names)].map((name) => name && <option key={name} value={name} />)}</datalist>;
}

/** What the log is narrowed to. A choice acts at once; typed values with Enter, with Apply, or when the field is left. */
export function AuditFilters({ filter, setCount, withCluster, events, onChange }: AuditFiltersProps) {
  const id = useId();
  // On small screens the filter would fill the first screen: there it opens on demand.
  const [isOpen, setOpen] = useState(false);
  // Empty at first: the server does not know this browser's time zone.
  const [typed, setTyped] = useState(NOTHING_TYPED);
  useEffect(() => setTyped(typedOf(filter)), [filter]);

  const apply = (event?: FormEvent) => {
    event?.preventDefault();
    onChange({
      ...filter,
      person: typed.person.trim() || undefined,
      cluster: typed.cluster.trim() || undefined,
      client: typed.client.trim() || undefined,
      from: instantOf(typed.from),
      to: instantOf(typed.to),
    });
  };
  const field = (name: keyof Typed) => ({
    value: typed[name],
    onChange: ({ target }: { target: { value: string } }) => setTyped({ ...typed, [name]: target.value }),
    onBlur: () => typed[name] !== typedOf(filter)[name] && apply(),
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
        onSubmit={apply}
        className={`grid items-start gap-3 sm:grid-cols-2 xl:grid-cols-4 ${isOpen ? "" : "max-sm:hidden"}`}
      >
        <TextField label="Person" placeholder="Whole name" list={`${id}-people`} {...field("person")} />
        {withCluster && (
          <TextField label="Cluster" placeholder="Whole name or id" list={`${id}-clusters`} {...field("cluster")} />
        )}
        <TextField label="Client" placeholder="Whole name or id" list={`${id}-clients`} {...field("client")} />
        <Select
          label="Action"
          value={filter.action ?? ""}
          options={ACTIONS}
          onChange={({ target }) =>
            onChange({ ...filter, action: AUDIT_ACTIONS.find((value) => value === target.value) })
          }
        />
        <Select
          label="Outcome"
          value={filter.outcome ?? ""}
          options={OUTCOMES}
          onChange={({ target }) =>
            onChange({ ...filter, outcome: AUDIT_OUTCOMES.find((value) => value === target.value) })
          }
        />
        <TextField type="datetime-local" label="From, in your time zone" {...field("from")} />
        <TextField type="datetime-local" label="Until, in your time zone" {...field("to")} />
        <Names id={`${id}-people`} names={events.map(({ actorName }) => actorName)} />
        <Names id={`${id}-clusters`} names={events.map(({ clusterName }) => clusterName)} />
        <Names id={`${id}-clients`} names={events.map(({ clientName }) => clientName)} />
        <div className="flex gap-2 self-end">
          <Button type="submit">Apply</Button>
          <Button variant="ghost" onClick={() => onChange({})}>
            Clear
          </Button>
        </div>
      </form>
    </>
  );
}
