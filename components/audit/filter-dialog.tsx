"use client";

import { type FormEvent, useId, useState } from "react";
import { actionText, outcomeStatus } from "@/components/audit/words";
import { SuggestField } from "@/components/inventory/suggest-field";
import { Button } from "@/components/ui/button/button";
import { Dialog } from "@/components/ui/dialog/dialog";
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

type FilterDialogProps = {
  filter: AuditFilter;
  withCluster: boolean;
  onApply: (filter: AuditFilter) => void;
  onClose: () => void;
};

/** Chooses what the audit shows. Nothing applies before the button is pressed. */
export function FilterDialog({ filter, withCluster, onApply, onClose }: FilterDialogProps) {
  const id = useId();
  const [draft, setDraft] = useState(() => draftOf(filter));

  const set = (name: keyof Draft, value: string) => setDraft((now) => ({ ...now, [name]: value }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { upTo } = filter;
    onApply({ ...filterOf(draft), ...(upTo !== undefined && { upTo }) });
  };
  const field = (name: keyof Draft) => ({
    value: draft[name],
    onChange: ({ target }: { target: { value: string } }) => set(name, target.value),
  });
  const suggestField = (name: "person" | "cluster" | "client", label: string) => (
    <SuggestField
      label={label}
      of={name}
      cluster={name === "client" ? draft.cluster || undefined : undefined}
      value={draft[name] || undefined}
      onChange={(value) => set(name, value ?? "")}
    />
  );
  return (
    <Dialog
      open
      title="Filter"
      onCloseRequest={onClose}
      asksToDiscard
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={id} variant="primary">
            Show events
          </Button>
        </>
      }
    >
      <form id={id} aria-label="Filter" onSubmit={submit} className="grid items-start gap-3 sm:grid-cols-2">
        {suggestField("person", "Person")}
        {withCluster && suggestField("cluster", "Cluster")}
        {suggestField("client", "Client")}
        <Select label="Action" options={ACTIONS} {...field("action")} />
        <Select label="Outcome" options={OUTCOMES} {...field("outcome")} />
        <TextField type="datetime-local" label="From, in your time zone" {...field("from")} />
        <TextField type="datetime-local" label="Until, in your time zone" {...field("to")} />
      </form>
    </Dialog>
  );
}
