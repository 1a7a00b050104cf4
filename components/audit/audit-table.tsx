"use client";

import { useState } from "react";
import { type Entry, entriesOf } from "@/components/audit/story";
import { actionText, detailText, outcomeStatus } from "@/components/audit/words";
import { CopyText } from "@/components/ui/copy/copy-text";
import { Status } from "@/components/ui/feedback/status";
import { DataTable } from "@/components/ui/table/data-table";
import type { Column } from "@/components/ui/table/data-table-column";
import { NoValue } from "@/components/ui/table/no-value";
import { TextLink } from "@/components/ui/text/text-link";
import { DayTime } from "@/components/ui/time/day-time";
import { Time } from "@/components/ui/time/time";
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
  { id: "at", header: "When", width: "w-44", cell: ({ main }) => <DayTime at={main.at} /> },
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

/** What happened, newest first: one row for each operation, and for each event that belongs to none. */
export function AuditTable({ events, withCluster }: { events: readonly AuditEvent[]; withCluster: boolean }) {
  return (
    <DataTable
      label="Audit events"
      rows={entriesOf(events)}
      columns={withCluster ? WITH_CLUSTER : WITHOUT_CLUSTER}
      rowKey={({ main }) => String(main.seq)}
      sort={null}
      wide
      lines
    />
  );
}
