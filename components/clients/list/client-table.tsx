"use client";

import { FileText, KeyRound, RotateCcwKey, ShieldAlert, Trash2 } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import { ScopeBadges } from "@/components/clients/list/scope-badges";
import type { Rotating } from "@/components/rotations/rotate-flow";
import { IconButton } from "@/components/ui/button/icon-button";
import { CopyText } from "@/components/ui/copy/copy-text";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { Status } from "@/components/ui/feedback/status";
import { DataTable } from "@/components/ui/table/data-table";
import type { Column, Sort } from "@/components/ui/table/data-table-column";
import { TextLink } from "@/components/ui/text/text-link";
import { Time } from "@/components/ui/time/time";
import { rotationAddress } from "@/lib/browser/rotation-addresses";
import type { Client } from "@/lib/contract/clients";

function Name({ clusterId, client }: { clusterId: string; client: Client }) {
  const { rotation } = client;
  return (
    <span className="flex min-w-0 flex-col items-start">
      <TextLink
        href={`/clusters/${clusterId}/clients/${encodeURIComponent(client.clientId)}`}
        look="quiet"
        className="wrap-anywhere"
      >
        {client.name}
      </TextLink>
      {client.purpose && <span className="text-sm text-text-muted wrap-anywhere">{client.purpose}</span>}
      {client.origin === "creating" && <Status tone="busy">Being created</Status>}
      {client.origin === "orphaned" && <Status tone="warn">Nobody has its secret</Status>}
      {client.origin === "managed" && !client.secretSeen && (
        <Status tone="warn">Secret may not have been seen: create a new client</Status>
      )}
      {rotation && (
        <Status tone="busy">
          <TextLink href={rotationAddress({ clusterId, id: rotation.id })}>
            {rotation.part === "old" ? "Being replaced" : "Replaces another client"}
          </TextLink>
        </Status>
      )}
    </span>
  );
}

function Created({ client }: { client: Client }) {
  const { origin, consoleUser } = client;
  const isElsewhere = origin === "unmanaged";
  if (isElsewhere && consoleUser === null) return <span className="text-text-faint">Created outside Latchkey</span>;
  const at = isElsewhere ? client.consoleAt : client.createdAt;
  return (
    <span className="flex flex-col wrap-anywhere">
      {isElsewhere ? consoleUser : client.createdBy}
      {at && (
        <span className="text-sm text-text-muted">
          <Time at={at} relative={false} />
        </span>
      )}
      {isElsewhere && <span className="text-sm text-text-muted">According to Camunda's log</span>}
    </span>
  );
}

/** For labels, which repeat the name: ours have at most 50 characters, and names made elsewhere can have any number. */
const named = ({ name }: Client) => (name.length > 50 ? `${name.slice(0, 39)}…` : name);

type RowButtonProps = { label: string; icon: ReactNode; shortLabel: string; onClick: () => void };

/** An icon in the table. On a card, which has more room, also its short label. */
function RowButton({ label, icon, shortLabel, onClick }: RowButtonProps) {
  return (
    <IconButton
      label={label}
      icon={
        <>
          {icon}
          <span className="tabular:hidden">{shortLabel}</span>
        </>
      }
      size="sm"
      className="carded:aspect-auto carded:px-2.5!"
      onClick={onClick}
    />
  );
}

type ClientTableProps = {
  clusterId: string;
  clients: readonly Client[];
  /** How many clients match, shown or not. */
  total: number;
  search: string;
  sort: Sort | null;
  onSort: (sort: Sort) => void;
  onDetails: (client: Client) => void;
  onDelete: (client: Client) => void;
  onRotate: (client: Client, what: Rotating) => void;
};

/** The clients of one cluster, as Camunda reports them, with what Latchkey has stored about each. */
export function ClientTable({
  clusterId,
  clients,
  total,
  search,
  sort,
  onSort,
  onDetails,
  onDelete,
  onRotate,
}: ClientTableProps) {
  const columns = useMemo(
    (): readonly Column<Client>[] => [
      {
        id: "name",
        header: "Name",
        rowHeader: true,
        sortable: true,
        cell: (client) => <Name clusterId={clusterId} client={client} />,
      },
      {
        id: "id",
        header: "Client ID",
        width: "w-24 @4xl:w-56 @5xl:w-78",
        sortable: true,
        cell: (client) => (
          <span className="flex">
            <CopyText text={client.clientId} what={`client ID of ${named(client)}`} truncate />
          </span>
        ),
      },
      {
        id: "scopes",
        header: "Scopes",
        width: "w-36 @4xl:w-56",
        cell: ({ scopes }) => <ScopeBadges scopes={scopes} />,
      },
      {
        id: "created",
        header: "Created",
        width: "w-36 @4xl:w-52",
        sortable: true,
        cell: (client) => <Created client={client} />,
      },
      {
        id: "actions",
        header: "Actions",
        headerHidden: true,
        width: "w-36",
        cell: (client) => (
          <span className="flex gap-1 tabular:justify-end carded:-ml-2.5 carded:flex-wrap">
            <RowButton
              label={`Connection details of ${named(client)}`}
              icon={<FileText />}
              shortLabel="Connection details"
              onClick={() => onDetails(client)}
            />
            {client.mayRotate && (
              <>
                <RowButton
                  label={`Rotate client ${named(client)}`}
                  icon={<RotateCcwKey />}
                  shortLabel="Rotate"
                  onClick={() => onRotate(client, "rotate")}
                />
                <RowButton
                  label={`Report leak of ${named(client)}`}
                  icon={<ShieldAlert />}
                  shortLabel="Report leak"
                  onClick={() => onRotate(client, "leak")}
                />
              </>
            )}
            {client.mayDelete && (
              <RowButton
                label={`Delete client ${named(client)}`}
                icon={<Trash2 />}
                shortLabel="Delete client"
                onClick={() => onDelete(client)}
              />
            )}
          </span>
        ),
      },
    ],
    [clusterId, onDetails, onDelete, onRotate],
  );
  return (
    <DataTable
      label="Clients"
      rows={clients}
      total={total}
      columns={columns}
      rowKey={({ clientId }) => clientId}
      sort={sort}
      onSort={onSort}
      empty={
        <EmptyState icon={<KeyRound />} title="No matching clients">
          No client has “{search}” in its name, client ID, scopes, purpose or creator.
        </EmptyState>
      }
    />
  );
}
