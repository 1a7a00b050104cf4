import { randomUUID } from "node:crypto";
import type { GrantInput } from "@/lib/contract/members";
import { ALL_CLUSTERS, lockAccess } from "@/lib/server/access/grants";
import { clustersNamed, matchNewTargets } from "@/lib/server/access/named-clusters";
import { everywhere, principalWith } from "@/lib/server/access/testing/principals";
import { listClusters } from "@/lib/server/clusters/list-clusters";
import { listedAs } from "@/lib/server/identity/member";
import { signInFacts } from "@/lib/server/identity/testing/visits";
import { db, transaction } from "@/lib/server/platform/database/db";
import type { Load } from "./load.mjs";
import { type App, changeAll, errorsOf, ratio, readAll } from "./served";
import { takeProbe } from "./take-probe.mjs";

const [FEW, MANY] = [20, 2_000];
const MS = 1_500;
/** Owners who change members one after the other, all at the same time. */
const CHANGERS = 4;

const ISSUER = "https://bench.test";

type ReadOptions = Parameters<typeof readAll>[3];
type Row = (string | number)[];

/** Adds members with a session each, until there are so many: with a role everywhere, on three clusters or by names. */
async function addMembers(total: number, clusterIds: readonly string[]): Promise<void> {
  const now = new Date();
  const expiresAt = new Date(now.getTime() + 3_600_000);
  const patterns = Array.from({ length: 10 }, (_, digit) => clustersNamed(`Cluster ${digit}*`));
  const before = await db().member.count();
  const people = Array.from({ length: total - before }, (_, index) => {
    const at = before + index;
    const some = [0, 1, 2].map((next) => clusterIds[(at * 7 + next) % clusterIds.length] ?? "");
    const targets = [[ALL_CLUSTERS], some, [patterns[at % patterns.length] ?? ""]][at % 3] ?? [];
    return { id: randomUUID(), ...listedAs(`Person ${at}`, `person-${at}@example.test`), targets };
  });
  for (let at = 0; at < people.length; at += 100) {
    const slice = people.slice(at, at + 100);
    await transaction(async (tx) => {
      await lockAccess(tx);
      await matchNewTargets(tx, patterns);
      await tx.member.createMany({
        data: slice.map(({ targets, ...person }) => ({
          ...person,
          issuer: ISSUER,
          subject: person.id,
          emailVerified: true,
          createdAt: now,
        })),
      });
      await tx.grant.createMany({
        data: slice.flatMap(({ id: memberId, targets }) =>
          targets.map((target) => ({ memberId, target, role: "creator", createdAt: now })),
        ),
      });
      await tx.session.createMany({
        data: slice.map(({ id, name }) => ({
          ...signInFacts(),
          ...{ id, idHash: id, memberId: id, name, createdAt: now, lastSeenAt: now, expiresAt },
        })),
      });
    });
  }
}

/** Owners change members at each instance for some time. */
async function changeMembers(apps: readonly App[], clusterIds: readonly string[]) {
  const members = await db().member.findMany({ where: { issuer: ISSUER }, select: { id: true }, take: FEW });
  return changeAll(apps, CHANGERS, MS, (owner, turn) => {
    const at = owner + turn;
    const grants: GrantInput[] = [{ role: "admin", clusters: at % 2 === 0 ? "all" : clusterIds.slice(at % 9, 9) }];
    return { path: `/api/members/${members[at % members.length]?.id}`, body: { grants } };
  });
}

/** How twenty owners read what is about members, beside few members and beside many, and while members change. */
export async function measureMembers(apps: readonly App[], clusterId: string): Promise<Row[]> {
  await listClusters(principalWith(everywhere("owner"), "Bench"));
  const clusterIds = (await db().cluster.findMany({ select: { id: true }, take: 100 })).map(({ id }) => id);
  await db().member.deleteMany();
  const reads: [name: string, path: string][] = [
    ["page of members", "/settings/members"],
    ["search of members", "/api/members?search=person+1"],
    ["page of sessions", "/settings/sessions"],
    ["everybody's sessions", "/api/sessions?of=everybody"],
    ["access to a cluster", `/api/clusters/${clusterId}/access`],
  ];
  const costs = new Map(reads.map(([name]) => [name, [] as number[]]));
  const loads: Load[] = [];
  /** The processor time of the app for one response: unlike its rate, it depends little on what else runs. */
  const costOf = async (path: string, options: ReadOptions = {}) => {
    for (const { child } of apps) await takeProbe(child);
    const load = await readAll(apps, path, 20, { ms: MS, ...options });
    const probes = await Promise.all(apps.map(({ child }) => takeProbe(child)));
    loads.push(load);
    // The readers are members themselves.
    await db().member.deleteMany({ where: { issuer: { not: ISSUER } } });
    return probes.reduce((sum, { processorMs }) => sum + processorMs, 0) / load.responses;
  };
  // A process is slower at first.
  await addMembers(FEW, clusterIds);
  for (const [, path] of reads) await costOf(path);
  for (const count of [FEW, MANY]) {
    await addMembers(count, clusterIds);
    for (const [name, path] of reads) costs.get(name)?.push(await costOf(path));
  }
  const all = await costOf("/api/clusters");
  const named = await costOf("/api/clusters", { target: clustersNamed("*7*") });
  const alone = await changeMembers(apps, clusterIds);
  const [beside, load] = await Promise.all([
    changeMembers(apps, clusterIds),
    readAll(apps, "/api/members", 20, { ms: MS }),
  ]);
  return [
    ...Array.from(
      costs,
      ([name, [few = 0, many = 0]]): Row => [
        `${name}: processor time beside ${MANY} members / beside ${FEW}`,
        ratio(many, few),
      ],
    ),
    ["list of clusters: processor time for those with certain names / for all", ratio(named, all)],
    ["changes of members a second: alone / beside 20 readers", ratio(alone.perSecond, beside.perSecond)],
    ["errors of reads", errorsOf(...loads, load)],
    ["errors of changes", errorsOf(alone, beside)],
  ];
}
