"use client";

import { Button } from "@/components/ui/button/button";
import { DataTable } from "@/components/ui/table/data-table";
import type { Column } from "@/components/ui/table/data-table-column";
import { Badge } from "@/components/ui/text/badge";
import { TextLink } from "@/components/ui/text/text-link";
import { Ago } from "@/components/ui/time/ago";
import { Time } from "@/components/ui/time/time";
import type { Session } from "@/lib/contract/sessions";

const PERSON: Column<Session> = {
  id: "person",
  header: "Person",
  width: "w-44",
  cell: ({ memberId, memberName }) => <TextLink href={`/settings/sessions?member=${memberId}`}>{memberName}</TextLink>,
};

const columns = (withPerson: boolean, onEnd: (session: Session) => void): readonly Column<Session>[] => [
  {
    id: "device",
    header: "Device",
    rowHeader: true,
    cell: ({ device, isThisBrowser }) => (
      <span className="flex flex-wrap items-center gap-x-2">
        {device}
        {isThisBrowser && <Badge>This browser</Badge>}
      </span>
    ),
  },
  ...(withPerson ? [PERSON] : []),
  { id: "address", header: "Address", width: "w-36", cell: ({ address }) => <code>{address ?? "–"}</code> },
  {
    id: "started",
    header: "Started",
    width: "w-48",
    cell: ({ startedAt }) => <Time at={startedAt} relative={false} />,
  },
  { id: "seen", header: "Last seen", width: "w-36", cell: ({ lastSeenAt }) => <Ago at={lastSeenAt} /> },
  {
    id: "actions",
    header: "Actions",
    headerHidden: true,
    width: "w-20",
    // This browser's own ends by signing out.
    cell: (session) =>
      !session.isThisBrowser && (
        <Button size="sm" onClick={() => onEnd(session)}>
          End<span className="sr-only"> {session.device}</span>
        </Button>
      ),
  },
];

type SessionTableProps = {
  sessions: readonly Session[];
  total: number;
  withPerson: boolean;
  onEnd: (session: Session) => void;
};

/** Live sessions, one row each. */
export function SessionTable({ sessions, total, withPerson, onEnd }: SessionTableProps) {
  return (
    <DataTable
      label="Sessions"
      rows={sessions}
      total={total}
      columns={columns(withPerson, onEnd)}
      rowKey={({ id }) => id}
      sort={null}
      wide
    />
  );
}
