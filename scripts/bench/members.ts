import { randomUUID } from "node:crypto";
import type { GrantInput } from "@/lib/contract/members";
import { ALL_CLUSTERS, lockAccess, replaceGrants } from "@/lib/server/access/grants";
import { clustersNamed } from "@/lib/server/access/named-clusters";
import { everywhere, principalWith } from "@/lib/server/access/testing/principals";
import { listClusters } from "@/lib/server/clusters/list-clusters";
import { listedAs } from "@/lib/server/identity/member";
import { openSession } from "@/lib/server/identity/session";
import { signInFacts } from "@/lib/server/identity/testing/visits";
import { db, transaction } from "@/lib/server/platform/database/db";
import { type App, errorsOf, ratio, readAll, signIn, writeHeaders } from "./served";

const [FEW, MANY] = [20, 2_000];
const MS = 2_000;
/** Owners who change members one after the other, all at the same time. */
const CHANGERS = 4;

type Row = (string | number)[];

/** Adds members with a session each, until there are so many. Some have a role everywhere, some on clusters, some by names. */
async function addMembers(total: number, clusterIds: readonly string[]): Promise<void> {
  for (let at = await db().member.count(); at < total; at++) {
    const some = [0, 1, 2].map((next) => clusterIds[(at * 7 + next) % clusterIds.length] ?? "");
    const targets = [[ALL_CLUSTERS], some, [clustersNamed(`Cluster ${at % 10}*`)]][at % 3] ?? [];
    const createdAt = new Date();
    const listed = listedAs(`Person ${at}`, `person-${at}@example.test`);
    await transaction(async (tx) => {
      await lockAccess(tx);
      const facts = { ...listed, issuer: "https://bench.test", subject: randomUUID(), emailVerified: true, createdAt };
      const member = await tx.member.create({ data: { id: randomUUID(), ...facts } });
      const grants = targets.map((target) => ({ target, role: "creator" as const, group: at % 3 === 2 ? "team" : "" }));
      await replaceGrants(tx, member.id, at % 3 === 2 ? "groups" : "owners", grants);
      await openSession(tx, member, signInFacts());
    });
  }
}

/** Owners change members at each instance for some time. @returns changes a second, and what failed */
async function changeMembers(apps: readonly App[], clusterIds: readonly string[]) {
  const members = await db().member.findMany({
    where: { issuer: "https://bench.test" },
    select: { id: true },
    take: FEW,
  });
  const errors = new Map<string, number>();
  const started = performance.now();
  let changes = 0;
  const owners = await signIn(CHANGERS);
  await Promise.all(
    owners.map(async (owner, index) => {
      const { url } = apps[index % apps.length] ?? { url: "" };
      for (let at = index; performance.now() - started < MS; at++) {
        const grants: GrantInput[] = [{ role: "admin", clusters: at % 2 === 0 ? "all" : clusterIds.slice(at % 9, 9) }];
        const response = await fetch(`${url}/api/members/${members[at % members.length]?.id}`, {
          method: "PATCH",
          headers: writeHeaders(url, owner),
          body: JSON.stringify({ grants }),
        });
        await response.text();
        if (response.status === 204) changes += 1;
        else errors.set(String(response.status), (errors.get(String(response.status)) ?? 0) + 1);
      }
    }),
  );
  return { perSecond: (changes * 1_000) / (performance.now() - started), errors: Object.fromEntries(errors) };
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
    ["list of clusters", "/api/clusters"],
  ];
  const measured = new Map<string, { few: number; many: number; failed: string[] }>();
  for (const count of [FEW, MANY]) {
    await addMembers(count, clusterIds);
    for (const [name, path] of reads) {
      const one = measured.get(name) ?? { few: 0, many: 0, failed: [] };
      if (count === FEW) await readAll(apps, path, 20, { ms: MS / 2 });
      const load = await readAll(apps, path, 20, { ms: MS });
      one[count === FEW ? "few" : "many"] = load.requestsPerSecond;
      one.failed.push(errorsOf(load));
      measured.set(name, one);
      await db().member.deleteMany({ where: { issuer: { not: "https://bench.test" } } });
    }
  }
  const alone = await changeMembers(apps, clusterIds);
  const [beside, load] = await Promise.all([
    changeMembers(apps, clusterIds),
    readAll(apps, "/api/members", 20, { ms: MS }),
  ]);
  const failed = [...measured.values()].flatMap((one) => one.failed).filter((text) => text !== "none");
  return [
    ...Array.from(
      measured,
      ([name, { few, many }]): Row => [`${name}: cost beside ${MANY} members / beside ${FEW}`, ratio(few, many)],
    ),
    ["changes of members alone / beside 20 readers (changes a second)", ratio(alone.perSecond, beside.perSecond)],
    ["errors of reads", [...failed, errorsOf(load)].filter((text) => text !== "none").join(" ") || "none"],
    ["errors of changes", errorsOf(alone, beside)],
  ];
}
