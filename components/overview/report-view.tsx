import { ageText, STATES, valueText } from "@/components/inventory/words";
import { PrintButton } from "@/components/overview/print-button";
import { countText } from "@/components/states/count-text";
import { KeyValueList } from "@/components/ui/text/key-value-list";
import { TextLink } from "@/components/ui/text/text-link";
import { utcText } from "@/components/ui/time/instant-text";
import { FINDING_TITLES, findingTitle } from "@/lib/contract/finding-rules";
import type { InventoryRow } from "@/lib/contract/inventory";
import type { Overview, Report } from "@/lib/contract/overview";

const COLUMNS = ["Client", "Owner and purpose", "Age", "Scopes", "State and findings"];
const CELL = "border-b border-line px-2 py-1.5 align-top";

/** Counts in one line, such as "Zeebe 4, Operate 2". */
const inLine = (counts: readonly { label: string; text: string }[]) =>
  counts.length === 0 ? "None" : counts.map(({ label, text }) => `${label} ${text}`).join(", ");

function factsOf({ at, oldest, clients, ages, scopes, findings, week }: Overview) {
  const { created, deleted, madeElsewhere, gone } = week;
  return [
    { label: "Generated", value: utcText(at) },
    { label: "Data from Camunda", value: oldest ? `${utcText(oldest)}, or later` : "None yet" },
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
      label: `Since ${week.since.slice(0, 10)}`,
      value: inLine([
        { label: "created here:", text: countText(created) },
        { label: "deleted here:", text: countText(deleted) },
        { label: "made elsewhere:", text: countText(madeElsewhere) },
        { label: "gone:", text: countText(gone) },
      ]),
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
    origin === "latchkey" ? "Created in Latchkey" : adoptedAt ? "Created elsewhere and adopted" : "Created elsewhere";
  const words = [STATES[state].words, from, ...findings.map((rule) => findingTitle(rule))];
  return (
    <tr className="break-inside-avoid">
      <th scope="row" className={`${CELL} min-w-36 font-normal wrap-anywhere`}>
        <span className="font-medium">{name}</span>
        {withCluster && <span className="block">{clusterName}</span>}
        <code className="block text-xs text-text-muted">{clientId}</code>
      </th>
      <td className={`${CELL} min-w-36 wrap-anywhere`}>
        {owner?.name ?? "No owner"}
        {purpose && <span className="block text-text-muted">{purpose}</span>}
      </td>
      <td className={`${CELL} whitespace-nowrap`}>
        {isExact ? "" : "≥ "}
        {ageText(since, Date.parse(at))}
      </td>
      <td className={CELL}>{scopes.join(", ") || "None"}</td>
      <td className={`${CELL} min-w-36`}>{words.join(". ")}.</td>
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
          <h1 className="text-xl font-semibold wrap-anywhere">{clusterName ?? "All clusters that you may see"}</h1>
          {overview.clusterId && <code className="text-sm text-text-muted">{overview.clusterId}</code>}
        </div>
        <div className="flex items-center gap-4 print:hidden">
          <TextLink href={back}>Back to the overview</TextLink>
          <PrintButton />
        </div>
      </header>
      <KeyValueList items={factsOf(overview)} />
      <section
        aria-label="Clients"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard (WCAG 2.1.1).
        tabIndex={0}
        className="relative overflow-x-auto print:overflow-visible"
      >
        <table className="w-full text-left text-sm">
          <thead>
            <tr>
              {COLUMNS.map((title) => (
                <th key={title} scope="col" className="min-w-24 border-b border-line-strong px-2 py-1.5 font-medium">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {clients.map((client) => (
              <Row key={client.id} client={client} at={overview.at} withCluster={clusterName === null} />
            ))}
          </tbody>
        </table>
      </section>
      {hasMore && (
        <p>These are the first {clients.length} clients. The export of the list of clients has all of them.</p>
      )}
    </main>
  );
}
