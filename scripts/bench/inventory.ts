import { createHash } from "node:crypto";
import type { InventoryQuery } from "@/lib/contract/inventory";
import { SCOPES } from "@/lib/contract/scopes";
import { everywhere, principalWith } from "@/lib/server/access/testing/principals";
import { ENDS } from "@/lib/server/ends/ends-job";
import { FINDINGS } from "@/lib/server/findings/evaluate";
import { listInventory } from "@/lib/server/inventory/list-inventory";
import { firstLook } from "@/lib/server/metadata/end-steps";
import { db } from "@/lib/server/platform/database/db";
import { ORGANIZATION_ID } from "@/lib/server/platform/organization";
import { searchable, sortableName } from "@/lib/server/platform/text";
import { clientSearchText } from "@/lib/server/sync/stored-clients";
import type { Load } from "./load.mjs";
import { type App, changeAll, errorsOf, ratio, readAll } from "./served";
import { takeProbe } from "./take-probe.mjs";

const DAY_MS = 86_400_000;
const ROWS = 500;
const FEW = { clusters: 10, clients: 1_000 };
const MANY = { clusters: 990, clients: 99_000 };
/** One in so many clients is being rotated. */
const ROTATED = 100;
const RUNS = 15;
const REGIONS = 8;
/** Clients that one person edits, or whose findings they dismiss, with one request. */
const EDITED = 10;
const PEOPLE = 20;
const EDIT_MS = 3_000;
const PRINCIPAL = principalWith(everywhere("owner"), "Bench");

/** The same UUID for the same words. */
function uuidOf(words: string): string {
  const hex = createHash("sha256").update(words).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    "-",
  );
}

const STAGES = ["dev", "test", "stage", "prod"] as const;
const JOBS = ["orders", "billing", "shipping", "returns", "invoices", "claims", "reports", "audit"] as const;
/** A number below `below` for a row, which has nothing to do with the row's other properties. */
const roll = (at: number, salt: number, below: number) =>
  (Math.imul(Math.imul(at + 1, 2_654_435_761) ^ Math.imul(salt, 40_503), 2_246_822_519) >>> 8) % below;
const pick = <T>(items: readonly T[], at: number): T => items[at % items.length] as T;

/** Stores clusters with clients as a sync would have, with owners, review dates, ends, tags and rotations for some. */
async function seed(batch: string, { clusters, clients }: { clusters: number; clients: number }): Promise<void> {
  const now = Date.now();
  const listedAt = new Date(now - 600_000);
  const perCluster = clients / clusters;
  const clusterRows = Array.from({ length: clusters }, (_, at) => {
    const name = `${pick(JOBS, at)} ${pick(STAGES, at)} ${at}`;
    const id = uuidOf(`${batch} cluster ${at}`);
    return {
      id,
      name,
      sortName: sortableName(name),
      labels: pick(STAGES, at),
      sortStage: at % STAGES.length,
      region: `region-${at % REGIONS}`,
      searchText: searchable(name, id, pick(STAGES, at)),
      seenAt: listedAt,
      clientsListedAt: listedAt,
      clientCount: perCluster,
    };
  });
  for (let at = 0; at < clusters; at += ROWS) await db().cluster.createMany({ data: clusterRows.slice(at, at + ROWS) });
  const rowOf = (at: number) => {
    const cluster = pick(clusterRows, at);
    const name = `${pick(JOBS, roll(at, 1, 8))}-worker-${at}`;
    const isOurs = roll(at, 2, 3) === 0;
    const days = roll(at, 3, 1_500);
    const knownSince = new Date(now - days * DAY_MS - at);
    const facts = {
      clientId: createHash("sha256").update(`${batch} client ${at}`).digest("base64url").slice(0, 32),
      name,
      scopes: SCOPES.filter((_, scope) => scope === 0 || roll(at, 10 + scope, scope + 2) === 0).join(),
      clusterName: cluster.name,
      purpose: isOurs ? `Works on ${pick(JOBS, roll(at, 4, 8))} jobs of team ${roll(at, 5, 200)}` : null,
      createdByName: isOurs ? `Member ${roll(at, 6, 200)}` : null,
      ownerName: roll(at, 7, 4) === 0 ? `Team ${roll(at, 5, 200)}` : null,
      tags: roll(at, 8, 5) === 0 ? `team-${roll(at, 5, 200)}` : "",
    };
    const dates = {
      reviewAt: roll(at, 9, 6) === 0 ? new Date(now + (roll(at, 20, 400) - 100) * DAY_MS) : null,
      endsAt: roll(at, 21, 10) === 0 ? new Date(now + (roll(at, 22, 400) + 1) * DAY_MS) : null,
      endAction: "remind",
    };
    return {
      ...facts,
      ...dates,
      endDueAt: firstLook(dates, new Date(now)),
      id: uuidOf(`${batch} client ${at}`),
      organizationId: ORGANIZATION_ID,
      clusterId: cluster.id,
      clusterSort: cluster.sortName,
      sortName: sortableName(name),
      searchText: clientSearchText(facts),
      origin: isOurs ? "managed" : "unmanaged",
      createdAt: isOurs ? knownSince : null,
      secretShownAt: isOurs ? knownSince : null,
      knownSince,
      firstSeenAt: knownSince,
    };
  };
  for (let first = 0; first < clients; first += ROWS)
    await db().client.createMany({
      data: Array.from({ length: Math.min(ROWS, clients - first) }, (_, at) => rowOf(first + at)),
    });
  await db().rotation.createMany({
    data: Array.from({ length: clients / ROTATED }, (_, at) => {
      const { clusterId, clientId, name } = rowOf(at * ROTATED);
      return {
        ...{ id: uuidOf(`${batch} rotation ${at}`), reason: "rotate", clusterId, oldClientId: clientId, oldName: name },
        ...{ newName: `${name}-2`, openKey: clientId, deadline: new Date(now + at * 60_000), deadlineAction: "remind" },
        ...{ startedById: "bench", startedByName: "Bench", startedAt: listedAt },
      };
    }),
  });
}

/** Queries of the inventory, by what the bench calls them. */
const QUERIES: Record<string, InventoryQuery> = {
  "first page": {},
  "first page by age": { sort: "age" },
  "search that finds few": { search: "worker-777" },
  "search that finds most": { search: "worker" },
  "search that finds nothing": { search: "nothing-like-this" },
  "scope that most have": { scope: "Zeebe" },
  "owner that owns nothing": { owner: "Nobody at all" },
  "tag that is nowhere": { tag: "nowhere" },
  "nothing is so old": { age: 36_500 },
  "nothing is gone": { state: "gone" },
};

/** The median time in milliseconds. */
async function timeOf(query: InventoryQuery): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const started = performance.now();
    await listInventory(PRINCIPAL, query);
    times.push(performance.now() - started);
  }
  return times.sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? Number.NaN;
}

async function timeAll(): Promise<Map<string, number>> {
  const times = new Map<string, number>();
  // What a process does once, such as compiling the query engine, belongs to none of them.
  for (const query of Object.values(QUERIES)) await listInventory(PRINCIPAL, query);
  for (const [name, query] of Object.entries(QUERIES)) times.set(name, await timeOf(query));
  const [end] = await db().client.findMany({
    where: { goneAt: null },
    orderBy: [{ sortName: "desc" }, { id: "desc" }],
    skip: 101,
    take: 1,
  });
  const [start] = await db().client.findMany({
    where: { goneAt: null },
    orderBy: [{ sortName: "asc" }, { id: "asc" }],
    take: 1,
  });
  // Both have a hundred rows.
  if (start) times.set("second page", await timeOf({ after: start.id }));
  if (end) times.set("last page", await timeOf({ after: end.id }));
  return times;
}

/** What pages of the inventory cost beside each other, and with many clients beside few. Stores all of them. */
export async function measureInventory(): Promise<[string, string][]> {
  await seed("few", FEW);
  const few = await timeAll();
  await seed("many", MANY);
  const many = await timeAll();
  // Before an app starts, which would do it beside what is measured.
  const run = { startedAt: new Date(), signal: new AbortController().signal };
  await FINDINGS.run(run);
  const due = await db().client.count({ where: { endDueAt: { lte: new Date() } } });
  const started = performance.now();
  await ENDS.run(run);
  const told = (performance.now() - started) / due;
  const timeIn = (times: Map<string, number>, name: string) => times.get(name) ?? Number.NaN;
  const page = timeIn(many, "first page");
  return [
    [`one of ${due} reviews that are told / first page`, ratio(told, page)],
    ["last page / second page", ratio(timeIn(many, "last page"), timeIn(many, "second page"))],
    ...Object.keys(QUERIES).map((name): [string, string] => [`${name} / first page`, ratio(timeIn(many, name), page)]),
    ...[...many].map(([name, time]): [string, string] => [
      `${name}, beside ${FEW.clients} clients`,
      ratio(time, timeIn(few, name)),
    ]),
  ];
}

/** What twenty people read at once, by what the bench calls it. None of it asks Camunda. */
const SERVED: Record<string, string> = {
  "page of clients": "/api/clients",
  "search of clients": "/api/clients?search=worker-777",
  "numbers of findings": "/api/findings/counts",
  "page of findings": "/api/findings?rule=no_owner",
  "rotations in progress": "/api/rotations",
  "what waits for the reader": "/api/me",
  overview: "/",
  "list of clients": "/clients",
  "clusters by stage": "/api/clusters?group=stage",
  "clusters by region, the unhealthy first": "/api/clusters?group=region&sort=status",
  "page of clusters by stage": "/clusters?group=stage",
  "page of findings of a rule": "/findings?rule=no_owner",
  "palette, clusters by letters": "/api/suggestions?of=cluster&search=clms",
  "palette, clients": "/api/suggestions?of=client&search=orders",
  "owners, with teams": "/api/owners?search=team",
  report: "/report",
};

/**
 * Twenty people edit clients at once, each ten of their own with one request. Then they dismiss findings of the same.
 * @returns how fast that was, and how many clients do not have what was written last
 */
async function measureEdits(apps: readonly App[]) {
  const clients = await db().client.findMany({
    where: { goneAt: null, findings: { some: { rule: "no_owner" } } },
    select: { clusterId: true, clientId: true },
    orderBy: { id: "asc" },
    take: PEOPLE * EDITED,
  });
  const ownOf = (person: number) => clients.slice(person * EDITED, (person + 1) * EDITED);
  const last = new Map<number, string>();
  const edits = await changeAll(apps, PEOPLE, EDIT_MS, (person, at) => {
    const purpose = `Edit ${at} of ${person}`;
    last.set(person, purpose);
    return {
      path: "/api/clients",
      body: { clients: ownOf(person).map((client) => ({ ...client, changes: { purpose } })) },
    };
  });
  const stored = await Promise.all(
    Array.from(last, ([person, purpose]) =>
      db().client.count({ where: { purpose, clientId: { in: ownOf(person).map(({ clientId }) => clientId) } } }),
    ),
  );
  const until = new Date(Date.now() + 30 * DAY_MS).toISOString().slice(0, 10);
  const dismissals = await changeAll(apps, PEOPLE, EDIT_MS, (person, at) => ({
    path: "/api/findings",
    body: {
      findings: ownOf(person).map((client) => ({ ...client, rule: "no_owner" })),
      dismissal: { reason: `Reason ${at}`, until },
    },
  }));
  return { edits, dismissals, lost: last.size * EDITED - stored.reduce((sum, count) => sum + count, 0) };
}

/** How the apps serve the inventory that `measureInventory` stored, with its findings, to twenty people at once. */
export async function measureInventoryServed(apps: readonly App[]): Promise<[string, string][]> {
  const loads = new Map<string, Load>();
  const stalls: number[] = [];
  for (const [name, path] of Object.entries(SERVED)) {
    // A process is slower at first.
    await readAll(apps, path, 20, { ms: 500 });
    for (const { child } of apps) await takeProbe(child);
    loads.set(name, await readAll(apps, path, 20));
    for (const { child } of apps) stalls.push((await takeProbe(child)).longestStallMs);
  }
  const page = loads.get("page of clients")?.requestsPerSecond ?? Number.NaN;
  const { edits, dismissals, lost } = await measureEdits(apps);
  return [
    ...Array.from(loads, ([name, load]): [string, string] => [
      `page of clients / ${name} (responses a second)`,
      ratio(page, load.requestsPerSecond),
    ]),
    ...Array.from(loads, ([name, { p50, p99 }]): [string, string] => [`${name}: p99 / p50`, ratio(p99, p50)]),
    [`page of clients / edit of ${EDITED} clients (responses a second)`, ratio(page, edits.perSecond)],
    [`page of clients / dismissal of ${EDITED} findings (responses a second)`, ratio(page, dismissals.perSecond)],
    ["clients without the purpose that was written last", String(lost)],
    ["longest event loop stall, ms", Math.max(...stalls).toFixed(0)],
    ["errors", errorsOf(...loads.values(), edits, dismissals)],
  ];
}
