import type { ReactNode } from "react";
import { statusWords } from "@/components/clusters/cluster-status";
import { valueText } from "@/components/inventory/words";
import { type CountLine, Counts } from "@/components/overview/counts";
import { TextLink } from "@/components/ui/text/text-link";
import { Time } from "@/components/ui/time/time";
import { queryString } from "@/lib/browser/query-string";
import { rotationsAddress } from "@/lib/browser/rotation-addresses";
import { FINDING_TITLES } from "@/lib/contract/finding-rules";
import type { Overview } from "@/lib/contract/overview";

const address = (path: string, query: Record<string, string | undefined>) => {
  const text = queryString(query);
  return text === "" ? path : `${path}?${text}`;
};

/** The list of clients that an overview is about, narrowed. */
const clientsAddress = ({ clusterId }: Overview, query: Record<string, string | undefined> = {}) =>
  address("/clients", { ...query, cluster: clusterId ?? undefined });

const clientCountText = (count: number | null) =>
  count === null ? "Not synced yet" : count === 1 ? "1 client" : `${count} clients`;

/** A part of an overview, with its heading. */
function Part({ title, note, children }: { title: string; note?: ReactNode; children: ReactNode }) {
  return (
    <section className="flex min-w-0 flex-col gap-2 break-inside-avoid rounded-lg border border-line p-4">
      <h2 className="text-lg font-semibold">{title}</h2>
      {note && <p className="text-sm text-text-muted">{note}</p>}
      {children}
    </section>
  );
}

/** What somebody should look at. */
function Needs({ overview }: { overview: Overview }) {
  const { findings, overdue, rotations, statuses, memberId, clusterId } = overview;
  const lines: CountLine[] = findings.map(({ rule, open }) => ({
    label: FINDING_TITLES[rule],
    ...open,
    href: address("/findings", { rule, cluster: clusterId ?? undefined }),
    tone: "warn",
  }));
  if (rotations.count > 0)
    lines.unshift({
      label: "Rotations in progress",
      ...rotations,
      href: rotationsAddress(clusterId ?? undefined),
    });
  if (overdue.count > 0)
    lines.unshift({
      label: "Your clients whose review date has passed",
      ...overdue,
      href: clientsAddress(overview, { owner: memberId, review: "overdue" }),
      tone: "warn",
    });
  // A cluster's own overview has its status in the header.
  const unhealthy = clusterId === null && statuses.find(({ status }) => status === "Unhealthy");
  if (unhealthy)
    lines.unshift({
      label: "Unhealthy clusters",
      count: unhealthy.count,
      isCapped: false,
      href: address("/clusters", { status: unhealthy.status }),
      tone: "bad",
    });
  return (
    <Part title="Needs attention">
      {lines.length > 0 ? (
        <Counts label="Needs attention" lines={lines} />
      ) : (
        <p className="text-text-muted">Nothing right now.</p>
      )}
    </Part>
  );
}

/** What happened since a week ago. */
function Week({ overview }: { overview: Overview }) {
  const { created, deleted, madeElsewhere, gone, since } = overview.week;
  const events = (action: string) =>
    address("/audit", { action, outcome: "succeeded", from: since, cluster: overview.clusterId ?? undefined });
  return (
    <Part
      title="Changed this week"
      note={
        <>
          Since <Time at={since} relative={false} />.
        </>
      }
    >
      <Counts
        label="Changed this week"
        lines={[
          { label: "Created in Latchkey", ...created, href: events("client.create") },
          { label: "Deleted in Latchkey", ...deleted, href: events("client.delete") },
          {
            label: "Created outside Latchkey",
            ...madeElsewhere,
            href: clientsAddress(overview, { origin: "elsewhere", since: since.slice(0, 10) }),
          },
          {
            label: "Deleted in or outside Latchkey",
            ...gone,
            href: clientsAddress(overview, { state: "gone", since: since.slice(0, 10) }),
          },
        ]}
      />
    </Part>
  );
}

/** How old the clients are, each counted in all bars that it is old enough for. */
function Ages({ overview }: { overview: Overview }) {
  const { clients, ages } = overview;
  return (
    <Part
      title="Clients by age"
      note="Camunda doesn't report when a client was created. If Latchkey didn't create it, its age counts from the first sync."
    >
      <Counts
        label="Clients by age"
        full={clients}
        lines={[
          { label: "All clients", count: clients, isCapped: false, href: clientsAddress(overview) },
          ...ages.map(({ value, ...count }) => ({
            label: valueText("age", value),
            ...count,
            href: clientsAddress(overview, { age: value }),
          })),
        ]}
      />
    </Part>
  );
}

/** What the clients may do, each counted for all of its scopes. */
function Scopes({ overview }: { overview: Overview }) {
  return (
    <Part title="Clients by scope">
      <Counts
        label="Clients by scope"
        full={overview.clients}
        lines={overview.scopes.map(({ value, ...count }) => ({
          label: valueText("scope", value),
          ...count,
          href: clientsAddress(overview, { scope: value }),
        }))}
      />
    </Part>
  );
}

/** What Camunda says about the clusters. */
function Statuses({ overview }: { overview: Overview }) {
  return (
    <Part title="Clusters by status">
      <Counts
        label="Clusters by status"
        full={overview.statuses.reduce((sum, { count }) => sum + count, 0)}
        lines={overview.statuses.map(({ status, count }) => ({
          label: statusWords(status),
          count,
          isCapped: false,
          href: address("/clusters", { status }),
        }))}
      />
    </Part>
  );
}

/** The way to the clients of a cluster, in one step. */
function Clusters({ overview }: { overview: Overview }) {
  const count = overview.statuses.reduce((sum, status) => sum + status.count, 0);
  return (
    <Part title="Clusters">
      <ul aria-label="Clusters" className="grid gap-x-6 sm:grid-cols-2">
        {overview.clusters.map(({ id, name, status, clientCount }) => (
          <li key={id} className="flex min-h-control items-center justify-between gap-3">
            <TextLink href={`/clusters/${id}/api`} look="quiet">
              {name}
            </TextLink>
            <span className="text-sm text-text-muted">
              {status === "Healthy" ? clientCountText(clientCount) : statusWords(status)}
            </span>
          </li>
        ))}
      </ul>
      {count > overview.clusters.length && <TextLink href="/clusters">All {count} clusters</TextLink>}
      {count === 0 && <p className="text-text-muted">None yet. Clusters appear here after the first sync.</p>}
    </Part>
  );
}

/** All parts of the overview of all clusters, or of one: first what people come for. */
export function OverviewParts({ overview }: { overview: Overview }) {
  return (
    <div className="gap-4 *:mb-4 lg:columns-2 min-[120rem]:columns-3">
      <Needs overview={overview} />
      {overview.clusterId === null && <Clusters overview={overview} />}
      <Week overview={overview} />
      <Ages overview={overview} />
      <Scopes overview={overview} />
      {overview.clusterId === null && <Statuses overview={overview} />}
    </div>
  );
}
