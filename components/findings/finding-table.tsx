"use client";

import { ScopeBadges } from "@/components/clients/list/scope-badges";
import { clientAddress, MENDING } from "@/components/findings/mending";
import { Button } from "@/components/ui/button/button";
import { DataTable } from "@/components/ui/table/data-table";
import type { Column } from "@/components/ui/table/data-table-column";
import { TextLink } from "@/components/ui/text/text-link";
import { Ago } from "@/components/ui/time/ago";
import type { FindingRule } from "@/lib/contract/finding-rules";
import type { Finding } from "@/lib/contract/findings";

/** Names a finding among those of its rule. */
export const keyOf = ({ clusterId, clientId }: Finding) => `${clusterId}/${clientId}`;

const faint = (words: string) => <span className="text-text-faint">{words}</span>;

/** A day, which is the same everywhere. */
const day = (at: string | null) => (at ? <time dateTime={at}>{at.slice(0, 10)}</time> : faint("–"));

const NAME: Column<Finding> = {
  id: "client",
  header: "Client",
  rowHeader: true,
  cell: (finding) => (
    <span className="flex min-w-0 flex-col items-start">
      <TextLink href={clientAddress(finding)} look="quiet" className="wrap-anywhere">
        {finding.clientName}
      </TextLink>
      {finding.purpose && <span className="line-clamp-2 text-sm text-text-muted">{finding.purpose}</span>}
    </span>
  ),
};

const CLUSTER: Column<Finding> = {
  id: "cluster",
  header: "Cluster",
  width: "w-32",
  cell: ({ clusterId, clusterName }) => (
    <TextLink href={`/clusters/${clusterId}/overview`} look="quiet" className="wrap-anywhere">
      {clusterName}
    </TextLink>
  ),
};

const OWNER: Column<Finding> = {
  id: "owner",
  header: "Owner",
  width: "w-28",
  cell: ({ owner }) => (owner ? <span className="wrap-anywhere">{owner}</span> : faint("No owner")),
};

const AGE: Column<Finding> = {
  id: "age",
  header: "Known since",
  width: "w-32",
  cell: ({ knownSince }) => (knownSince ? <Ago at={knownSince} /> : faint("–")),
};
const REVIEW: Column<Finding> = {
  id: "review",
  header: "Review date",
  width: "w-32",
  cell: ({ reviewAt }) => day(reviewAt),
};
const SCOPES: Column<Finding> = {
  id: "scopes",
  header: "Scopes",
  width: "w-36",
  cell: ({ scopes }) => <ScopeBadges scopes={scopes} />,
};

/** What a rule is about, where it is not the age. */
const FACTS = new Map<FindingRule, Column<Finding>>([
  ["broad_scopes", SCOPES],
  ["unknown_scope", SCOPES],
  ["review_passed", REVIEW],
]);

const FOUND: Column<Finding> = {
  id: "found",
  secondary: true,
  header: "Found",
  width: "w-32",
  cell: ({ foundAt }) => <Ago at={foundAt} />,
};

const DISMISSAL: readonly Column<Finding>[] = [
  {
    id: "reason",
    header: "Reason",
    cell: ({ dismissal }) => <span className="wrap-anywhere">{dismissal?.reason}</span>,
  },
  { id: "until", header: "Until", width: "w-32", cell: ({ dismissal }) => day(dismissal?.until ?? null) },
  { id: "by", header: "By", width: "w-36", cell: ({ dismissal }) => dismissal?.by || faint("–") },
];

/** What can be done with a finding. */
export type FindingActions = {
  onDismiss: (finding: Finding) => void;
  onReopen: (finding: Finding) => void;
  onStillNeeded: (finding: Finding) => void;
  onSelect: (finding: Finding) => void;
};

const actionsColumn = (width: string, cell: Column<Finding>["cell"]): Column<Finding> => ({
  id: "actions",
  header: "Actions",
  headerHidden: true,
  width,
  cell: (finding) => (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1 tabular:justify-end">{cell(finding)}</span>
  ),
});

/** A button for one finding. Screen readers hear the client's name, too. */
function ActionButton({ label, finding, dialog, onPress }: ActionButtonProps) {
  return (
    <Button size="sm" aria-haspopup={dialog && "dialog"} onClick={() => onPress(finding)}>
      {label}
      <span className="sr-only"> {finding.clientName}</span>
    </Button>
  );
}
type ActionButtonProps = {
  label: string;
  finding: Finding;
  /** Whether it asks first. */
  dialog?: boolean;
  onPress: (finding: Finding) => void;
};

/** The step that mends a finding: a button where it is done here, or the link to where it is done. */
function Step({ rule, finding, onStillNeeded }: StepProps) {
  if (!finding.mayEdit) return <StepLink href={clientAddress(finding)} label="Open client" finding={finding} />;
  if (rule === "review_passed") return <ActionButton label="Still needed" finding={finding} onPress={onStillNeeded} />;
  const { step, address } = MENDING[rule];
  return <StepLink href={address(finding)} label={step} finding={finding} />;
}
type StepProps = Pick<FindingActions, "onStillNeeded"> & { rule: FindingRule; finding: Finding };

function StepLink({ href, label, finding }: { href: string; label: string; finding: Finding }) {
  return (
    <TextLink href={href}>
      {label}
      <span className="sr-only"> {finding.clientName}</span>
    </TextLink>
  );
}

type FindingTableProps = FindingActions & {
  rule: FindingRule;
  isDismissed: boolean;
  findings: readonly Finding[];
  /** Null where none can be selected. */
  selected: ReadonlySet<string> | null;
};

function columnsOf({ rule, isDismissed, selected, ...actions }: Omit<FindingTableProps, "findings">) {
  if (isDismissed)
    return [
      NAME,
      CLUSTER,
      ...DISMISSAL,
      actionsColumn(
        "w-28",
        (finding) => finding.mayEdit && <ActionButton label="Reopen" finding={finding} onPress={actions.onReopen} />,
      ),
    ];
  const select: Column<Finding> = {
    id: "select",
    header: "Select",
    headerHidden: true,
    corner: true,
    width: "w-10",
    cell: (finding) =>
      finding.mayEdit && (
        <input
          type="checkbox"
          aria-label={`Select ${finding.clientName}`}
          checked={selected?.has(keyOf(finding)) ?? false}
          onChange={() => actions.onSelect(finding)}
          className="block size-4 accent-accent"
        />
      ),
  };
  return [
    ...(selected ? [select] : []),
    NAME,
    CLUSTER,
    ...(rule === "no_owner" ? [] : [OWNER]),
    FACTS.get(rule) ?? AGE,
    FOUND,
    actionsColumn("w-52", (finding) => (
      <>
        <Step rule={rule} finding={finding} onStillNeeded={actions.onStillNeeded} />
        {finding.mayEdit && <ActionButton dialog label="Dismiss" finding={finding} onPress={actions.onDismiss} />}
      </>
    )),
  ];
}

/** A rule's findings, one client each, with the step that mends it. */
export function FindingTable({ findings, ...rest }: FindingTableProps) {
  return <DataTable label="Findings" rows={findings} columns={columnsOf(rest)} rowKey={keyOf} sort={null} />;
}
