"use client";

import { actionText, detailText, outcomeStatus } from "@/components/audit/words";
import { Status } from "@/components/ui/feedback/status";
import { DataTable } from "@/components/ui/table/data-table";
import type { Column } from "@/components/ui/table/data-table-column";
import { TextLink } from "@/components/ui/text/text-link";
import { Time } from "@/components/ui/time/time";
import type { AuditEvent } from "@/lib/contract/audit";

const muted = (text: string) => <span className="block text-sm text-text-muted wrap-anywhere">{text}</span>;

const CLUSTER: Column<AuditEvent> = {
  id: "cluster",
  header: "Cluster",
  width: "w-34",
  cell: ({ clusterId, clusterName }) =>
    clusterId ? <TextLink href={`/clusters/${clusterId}/api`}>{clusterName ?? clusterId}</TextLink> : "–",
};

const COLUMNS = (withCluster: boolean): readonly Column<AuditEvent>[] => [
  { id: "at", header: "When", width: "w-54", cell: ({ at }) => <Time at={at} relative={false} seconds /> },
  {
    id: "who",
    header: "Who",
    width: "w-32",
    cell: ({ actorName, role, address }) => (
      <>
        {actorName}
        {muted([role, address].filter(Boolean).join(" · "))}
      </>
    ),
  },
  {
    id: "action",
    header: "Action",
    rowHeader: true,
    width: "w-36",
    cell: ({ action, outcome }) => {
      const { words, tone } = outcomeStatus(outcome);
      return (
        <span className="flex flex-col">
          <span className="font-medium">{actionText(action)}</span>
          <Status tone={tone}>{words}</Status>
        </span>
      );
    },
  },
  ...(withCluster ? [CLUSTER] : []),
  {
    id: "client",
    header: "Client",
    width: "w-40",
    cell: ({ clientId, clientName }) => (
      <>
        {clientName ?? (clientId ? "" : "–")}
        {clientId && <code className="block text-sm text-text-muted">{clientId}</code>}
      </>
    ),
  },
  {
    id: "detail",
    header: "Detail",
    cell: ({ seq, detail, requestId }) => (
      <>
        {detailText(detail)}
        <span className="block text-xs text-text-faint">
          Event {seq}
          {requestId && (
            <>
              {" · Request ID: "}
              <code>{requestId}</code>
            </>
          )}
        </span>
      </>
    ),
  },
];

const WITH_CLUSTER = COLUMNS(true);
const WITHOUT_CLUSTER = COLUMNS(false);

/** The events of the audit log, one row each. */
export function AuditTable({ events, withCluster }: { events: readonly AuditEvent[]; withCluster: boolean }) {
  return (
    <DataTable
      label="Audit events"
      rows={events}
      columns={withCluster ? WITH_CLUSTER : WITHOUT_CLUSTER}
      rowKey={({ seq }) => String(seq)}
      sort={null}
      wide
    />
  );
}
