"use client";

import { UserRound } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import type { Ending } from "@/components/members/confirm-member-dialog";
import { clustersText, nameOf, ROLE_NAMES, STATES } from "@/components/members/words";
import { Button } from "@/components/ui/button/button";
import { CopyText } from "@/components/ui/copy/copy-text";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { Status } from "@/components/ui/feedback/status";
import { DataTable } from "@/components/ui/table/data-table";
import type { Column } from "@/components/ui/table/data-table-column";
import { Ago } from "@/components/ui/time/ago";
import type { Member } from "@/lib/contract/members";

const nameId = (member: Member) => `member-${member.id}`;

function Name({ member }: { member: Member }) {
  const { name, isYou, issuer, subject } = member;
  return (
    <span className="flex min-w-0 flex-col">
      <span id={nameId(member)} className="font-medium">
        {nameOf(member)}
        {isYou && <span className="font-normal text-text-muted"> (you)</span>}
      </span>
      {issuer !== null && subject !== null && (
        <details className="text-sm text-text-muted">
          <summary className="w-fit rounded-sm py-0.5">Identity</summary>
          <span className="block">
            Issuer <code className="text-xs">{issuer}</code>
          </span>
          <span className="block">
            Subject <CopyText text={subject} what={`subject of ${name}`} />
          </span>
        </details>
      )}
    </span>
  );
}

/** Anybody can name an unverified address as theirs. */
function Address({ member: { email, emailVerified, state } }: { member: Member }) {
  if (email === null) return "–";
  if (emailVerified || state === "invited") return email;
  return (
    <>
      {email}
      <span className="block text-sm text-text-muted">Not verified</span>
    </>
  );
}

/** Where there are several roles, each with its clusters. */
function Clusters({ access }: Pick<Member, "access">) {
  if (access.length === 0) return "–";
  return access.map((part) => (
    <span key={JSON.stringify([part.role, part.group, part.on])} className="block">
      {access.length > 1 && `${ROLE_NAMES[part.role]}: `}
      {clustersText(part)}
      {part.group !== null && <span className="text-text-muted"> (by group {part.group})</span>}
    </span>
  ));
}

type MemberTableProps = {
  members: readonly Member[];
  /** How many members match, shown or not. */
  total: number;
  search: string;
  onAccess: (member: Member) => void;
  onEnding: (ending: Ending, member: Member) => void;
  onEnable: (member: Member) => void;
};

/** The members and invitations, each with what an owner can do about it. */
export function MemberTable({ members, total, search, onAccess, onEnding, onEnable }: MemberTableProps) {
  const columns = useMemo((): readonly Column<Member>[] => {
    // Keys by place: a button whose label changes keeps the focus.
    const button = (key: string, member: Member, label: string, onClick: () => void): ReactNode => (
      <Button key={key} size="sm" aria-describedby={nameId(member)} onClick={onClick}>
        {label}
      </Button>
    );
    const buttons = (member: Member) => {
      const { state } = member;
      const access = button("access", member, state === "no_access" ? "Give access" : "Change access", () =>
        onAccess(member),
      );
      if (state === "invited")
        return [access, button("ending", member, "Withdraw", () => onEnding("withdraw", member))];
      const other =
        state === "disabled"
          ? button("state", member, "Enable", () => onEnable(member))
          : button("state", member, "Disable", () => onEnding("disable", member));
      return [access, other, button("ending", member, "Remove", () => onEnding("remove", member))];
    };
    return [
      { id: "name", header: "Name", rowHeader: true, cell: (member) => <Name member={member} /> },
      { id: "email", header: "E-mail", width: "w-44 @6xl:w-52", cell: (member) => <Address member={member} /> },
      { id: "role", header: "Role", width: "w-20", cell: ({ role }) => (role ? ROLE_NAMES[role] : "–") },
      { id: "clusters", header: "Clusters", cell: ({ access }) => <Clusters access={access} /> },
      {
        id: "state",
        header: "State",
        width: "w-30",
        cell: ({ state }) => <Status tone={STATES[state].tone}>{STATES[state].words}</Status>,
      },
      {
        id: "seen",
        header: "Last seen",
        width: "w-27",
        cell: ({ lastSeenAt }) => (lastSeenAt ? <Ago at={lastSeenAt} /> : "–"),
      },
      {
        id: "actions",
        header: "Actions",
        headerHidden: true,
        width: "w-46 @6xl:w-76",
        cell: (member) => <span className="flex flex-wrap gap-1.5 tabular:justify-end">{buttons(member)}</span>,
      },
    ];
  }, [onAccess, onEnding, onEnable]);
  return (
    <DataTable
      label="Members"
      rows={members}
      total={total}
      columns={columns}
      rowKey={({ id }) => id}
      sort={null}
      wide
      empty={
        <EmptyState icon={<UserRound />} title="No matching members">
          Nobody has “{search}” in their name or e-mail address.
        </EmptyState>
      }
    />
  );
}
