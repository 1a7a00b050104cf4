import { ageText, STATES, valueText } from "@/components/inventory/words";
import { PrintButton } from "@/components/overview/print-button";
import { countText } from "@/components/states/count-text";
import { TABLE_ROLES } from "@/components/ui/table/table-roles";
import { KeyValueList } from "@/components/ui/text/key-value-list";
import { TextLink } from "@/components/ui/text/text-link";
import { Time } from "@/components/ui/time/time";
import { FINDING_TITLES, findingTitle } from "@/lib/contract/finding-rules";
import type { InventoryRow } from "@/lib/contract/inventory";
import type { Overview, Report } from "@/lib/contract/overview";

const COLUMNS = ["Client", "Owner and purpose", "Age", "Scopes", "State and findings"];
/** On a phone, a row is a card: its cells are below each other. */
const CELL = "px-2 py-1.5 align-top sm:border-b sm:border-line max-sm:block max-sm:px-0 max-sm:py-0.5";

/** Counts in one line, such as "Zeebe 4, Operate 2". */
const inLine = (counts: readonly { label: string; text: string }[]) =>
  counts.length === 0 ? "None" : counts.map(({ label, text }) => `${label} ${text}`).join(", ");

function factsOf({ at, oldest, clients, ages, scopes, findings, week }: Overview) {
  const { created, deleted, madeElsewhere, gone } = week;
  return [
    { label: "Generated", value: <Time at={at} relative={false} /> },
    {
      label: "Oldest data",
      value: oldest ? <Time at={oldest} relative={false} /> : "Not synced yet",
    },
    { label: "Clients", value: countText({ count: clients, isCapped: false }) },
    {
      label: "By age",
      value: inLine(ages.map((each) => ({ label: `${valueText("age", each.value)}:`, text: countText(each) }))),
    },
    {
      label: "By scope",
      value: inLine(scopes.map((each) => ({ label: `${valueText("scope", each.value)}:`, text: countText(each) }))),
    },
    {
      label: "Changed this week",
      value: (
        <>
          {inLine([
            { label: "Created in Latchkey:", text: countText(created) },
            { label: "deleted in Latchkey:", text: countText(deleted) },
            { label: "created outside Latchkey:", text: countText(madeElsewhere) },
            { label: "deleted in or outside Latchkey:", text: countText(gone) },
          ])}
          . Since <Time at={week.since} relative={false} />.
        </>
      ),
    },
    {
      label: "Open findings",
      value: inLine(findings.map(({ rule, open }) => ({ label: `${FINDING_TITLES[rule]}:`, text: countText(open) }))),
    },
  ];
}

function Row({ client, at, withCluster }: { client: InventoryRow; at: string; withCluster: boolean }) {
  const {
    name,
    clientId,
    clusterName,
    owner,
    purpose,
    knownSince,
    createdAt,
    consoleAt,
    scopes,
    state,
    origin,
    adoptedAt,
    findings,
  } = client;
  const since = createdAt ?? consoleAt ?? knownSince;
  const isExact = createdAt !== null || consoleAt !== null;
  const from =
    origin === "latchkey"
      ? "Created in Latchkey"
      : adoptedAt
        ? "Created outside Latchkey, adopted"
        : "Created outside Latchkey";
  // That a client was created outside Latchkey can be a finding, too.
  const words = new Set([STATES[state].words, from, ...findings.map((rule) => findingTitle(rule))]);
  return (
    <tr {...TABLE_ROLES.row} className="break-inside-avoid max-sm:block max-sm:border-b max-sm:border-line max-sm:py-2">
      <th {...TABLE_ROLES.rowHeader} className={`${CELL} min-w-36 font-normal wrap-anywhere`}>
        <span className="font-medium">{name}</span>
        {withCluster && <span className="block">{clusterName}</span>}
        <code className="block text-xs text-text-muted">{clientId}</code>
      </th>
      <td {...TABLE_ROLES.cell} className={`${CELL} min-w-36 wrap-anywhere`}>
        {owner?.name ?? "No owner"}
        {purpose && <span className="block text-text-muted">{purpose}</span>}
      </td>
      <td {...TABLE_ROLES.cell} className={`${CELL} whitespace-nowrap`}>
        <span className="text-text-muted sm:hidden">Age: </span>
        {isExact ? "" : "≥ "}
        {ageText(since, Date.parse(at))}
      </td>
      <td {...TABLE_ROLES.cell} className={CELL}>
        <span className="text-text-muted sm:hidden">Scopes: </span>
        {scopes.join(", ") || "None"}
      </td>
      <td {...TABLE_ROLES.cell} className={`${CELL} min-w-36`}>
        {[...words].join(". ")}.
      </td>
    </tr>
  );
}

/** A page to print: what there is, what is wrong with it, and each client. */
export function ReportView({ report, back }: { report: Report; back: string }) {
  const { overview, clusterName, clients, hasMore } = report;
  return (
    <main id="main" className="mx-auto flex w-full max-w-content flex-col gap-5 px-4 py-6 print:max-w-none print:p-0">
      <header className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <p className="text-sm text-text-muted">Latchkey · API clients of Camunda 8</p>
          <h1 className="text-xl font-semibold wrap-anywhere">
            {clusterName ?? "All clusters that you have access to"}
          </h1>
          {overview.clusterId && <code className="text-sm text-text-muted">{overview.clusterId}</code>}
        </div>
        <div className="flex items-center gap-4 print:hidden">
          <TextLink href={back}>Back to the overview</TextLink>
          <PrintButton />
        </div>
      </header>
      <KeyValueList items={factsOf(overview)} />
      <table {...TABLE_ROLES.table} aria-label="Clients" className="w-full text-left text-sm max-sm:block">
        <thead {...TABLE_ROLES.rowGroup} className="max-sm:sr-only">
          <tr {...TABLE_ROLES.row}>
            {COLUMNS.map((title) => (
              <th
                key={title}
                {...TABLE_ROLES.columnHeader}
                className="border-b border-line-strong px-2 py-1.5 font-medium"
              >
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody {...TABLE_ROLES.rowGroup} className="max-sm:block">
          {clients.map((client) => (
            <Row key={client.id} client={client} at={overview.at} withCluster={clusterName === null} />
          ))}
        </tbody>
      </table>
      {hasMore && (
        <p>Only the first {clients.length} clients are shown. To get all of them, export the list of clients.</p>
      )}
    </main>
  );
}
