"use client";

import { useState } from "react";
import { type Entry, entriesOf } from "@/components/audit/story";
import { actionText, detailText, outcomeStatus } from "@/components/audit/words";
import { CopyText } from "@/components/ui/copy/copy-text";
import { Status } from "@/components/ui/feedback/status";
import { DataTable } from "@/components/ui/table/data-table";
import type { Column, Heading } from "@/components/ui/table/data-table-column";
import { NoValue } from "@/components/ui/table/no-value";
import { TextLink } from "@/components/ui/text/text-link";
import { ClockWords } from "@/components/ui/time/clock-words";
import { dayIn, dayText, nearDayText } from "@/components/ui/time/instant-text";
import { Time } from "@/components/ui/time/time";
import { TimeOfDay } from "@/components/ui/time/time-of-day";
import { useZone } from "@/components/ui/time/use-zoned-text";
import { queryString } from "@/lib/browser/query-string";
import type { AuditEvent } from "@/lib/contract/audit";

const MUTED = "block text-sm text-text-muted wrap-anywhere";

function Outcome({ outcome }: Pick<AuditEvent, "outcome">) {
  const { words, tone } = outcomeStatus(outcome);
  return <Status tone={tone}>{words}</Status>;
}

function Client({ clusterId, clientId, clientName }: AuditEvent) {
  if (!clientId) return clientName ?? <NoValue />;
  return (
    <span className="flex min-w-0 flex-col">
      {clusterId ? (
        <TextLink href={`/clusters/${clusterId}/clients/${encodeURIComponent(clientId)}`} look="quiet">
          {clientName ?? "Unnamed"}
        </TextLink>
      ) : (
        clientName
      )}
      <CopyText text={clientId} what={`client ID of ${clientName ?? "this client"}`} truncate />
    </span>
  );
}

/** What one event says beside its row. */
function Step({ at, action, outcome, role, address, detail, seq, requestId }: AuditEvent) {
  return (
    <li className="flex flex-col gap-0.5">
      <span className="flex flex-wrap gap-x-2">
        {actionText(action)} <Outcome outcome={outcome} />
      </span>
      <span>
        <Time at={at} relative={false} seconds />
      </span>
      <span>{[role, address].filter(Boolean).join(" · ")}</span>
      <span>{detailText(detail)}</span>
      <span className="text-text-faint">
        Event {seq}
        {requestId && (
          <>
            {" · Request ID: "}
            <code>{requestId}</code>
          </>
        )}
      </span>
    </li>
  );
}

/** All events of an entry, in the page only while somebody looks at them. */
function Steps({ steps }: Pick<Entry, "steps">) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className={MUTED} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary className="w-fit rounded-sm text-text-faint hover:text-text">
        {steps.length > 1 ? `${steps.length} events` : `Event ${steps[0]?.seq}`}
      </summary>
      {isOpen && (
        <ol className="flex flex-col gap-2 border-l border-line py-1 pl-3">
          {steps.map((step) => (
            <Step key={step.seq} {...step} />
          ))}
        </ol>
      )}
    </details>
  );
}

const CLUSTER: Column<Entry> = {
  id: "cluster",
  header: "Cluster",
  width: "w-40",
  cell: ({ main: { clusterId, clusterName } }) =>
    clusterId ? <TextLink href={`/clusters/${clusterId}/api`}>{clusterName ?? clusterId}</TextLink> : <NoValue />,
};

const COLUMNS = (withCluster: boolean): readonly Column<Entry>[] => [
  { id: "at", header: "When", width: "w-36", cell: ({ main }) => <TimeOfDay at={main.at} /> },
  {
    id: "who",
    header: "Who",
    width: "w-36",
    cell: ({ main: { actorId, actorName } }) =>
      actorId ? <TextLink href={`/audit?${queryString({ person: actorId })}`}>{actorName}</TextLink> : actorName,
  },
  {
    id: "action",
    header: "Action",
    rowHeader: true,
    width: "w-44",
    cell: ({ main: { action, outcome } }) => (
      <span className="flex flex-col carded:flex-row carded:gap-x-3">
        <span className="font-medium">{actionText(action)}</span>
        <Outcome outcome={outcome} />
      </span>
    ),
  },
  ...(withCluster ? [CLUSTER] : []),
  { id: "client", header: "Client", width: "w-44", cell: ({ main }) => <Client {...main} /> },
  {
    id: "detail",
    header: "Details",
    cell: ({ main, steps }) => (
      <>
        <span className="line-clamp-2 wrap-anywhere">{detailText(main.detail, false)}</span>
        <Steps steps={steps} />
      </>
    ),
  },
];

const WITH_CLUSTER = COLUMNS(true);
const WITHOUT_CLUSTER = COLUMNS(false);

/** Entries with a heading before those of each day in the reader's zone. */
function withDays(entries: readonly Entry[], zone: string | null, level: Heading["level"]): (Entry | Heading)[] {
  const rows: (Entry | Heading)[] = [];
  let last = "";
  for (const entry of entries) {
    const day = dayIn(zone, entry.main.at);
    // A day may come twice, where the clocks of two instances differ.
    const key = `before ${entry.main.seq}`;
    const note = <ClockWords wordsAt={(now) => nearDayText(zone, day, now)} />;
    if (day !== last) rows.push({ key, heading: dayText(day), note, level });
    rows.push(entry);
    last = day;
  }
  return rows;
}

/** What happened, newest first, by day: one row for each operation, and for each event that belongs to none. */
export function AuditTable({ events, withCluster }: { events: readonly AuditEvent[]; withCluster: boolean }) {
  const zone = useZone();
  return (
    <DataTable
      label="Audit events"
      // Below the title of the page, and on a cluster's tab below that of the section.
      rows={withDays(entriesOf(events), zone, withCluster ? 2 : 3)}
      columns={withCluster ? WITH_CLUSTER : WITHOUT_CLUSTER}
      rowKey={({ main }) => String(main.seq)}
      sort={null}
      wide
      lines
    />
  );
}
