import { createHash } from "node:crypto";
import { SCOPES } from "@/lib/contract/scopes";
import { db } from "@/lib/server/platform/database/db";
import { ORGANIZATION_ID } from "@/lib/server/platform/organization";
import { searchable, sortableName } from "@/lib/server/platform/text";
import { clientSearchText } from "@/lib/server/sync/stored-clients";

const DAY_MS = 86_400_000;
const ROWS = 250;

/** The same UUID for the same words. */
function uuidOf(words: string): string {
  const hex = createHash("sha256").update(words).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    "-",
  );
}

const STAGES = ["dev", "test", "stage", "prod"] as const;
const JOBS = ["orders", "billing", "shipping", "returns", "invoices", "claims", "reports", "audit"] as const;
const pick = <T>(items: readonly T[], at: number): T => items[at % items.length] as T;

/** Stores clusters with clients as a sync would have, with owners, review dates and tags for some. */
export async function seedInventory({ clusters, clients }: { clusters: number; clients: number }): Promise<void> {
  const now = Date.now();
  const listedAt = new Date(now - 600_000);
  const perCluster = clients / clusters;
  const clusterRows = Array.from({ length: clusters }, (_, at) => {
    const name = `${pick(JOBS, at)} ${pick(STAGES, at)} ${at}`;
    const id = uuidOf(`cluster ${at}`);
    return {
      id,
      name,
      sortName: sortableName(name),
      labels: pick(STAGES, at),
      searchText: searchable(name, id, pick(STAGES, at)),
      seenAt: listedAt,
      clientsListedAt: listedAt,
      clientCount: perCluster,
    };
  });
  for (let at = 0; at < clusters; at += ROWS) await db().cluster.createMany({ data: clusterRows.slice(at, at + ROWS) });
  const rowOf = (at: number) => {
    const cluster = pick(clusterRows, at);
    const name = `${pick(JOBS, at * 7)}-worker-${at}`;
    const isOurs = at % 3 === 0;
    const days = (at * 37) % 1_500;
    const knownSince = new Date(now - days * DAY_MS - at);
    const facts = {
      clientId: createHash("sha256").update(`client ${at}`).digest("base64url").slice(0, 32),
      name,
      scopes: SCOPES.filter((_, scope) => scope === 0 || at % (scope + 2) === 0).join(),
      clusterName: cluster.name,
      purpose: isOurs ? `Works on ${pick(JOBS, at)} jobs of team ${at % 200}` : null,
      createdByName: isOurs ? `Member ${at % 200}` : null,
      ownerName: at % 4 === 0 ? `Team ${at % 200}` : null,
      tags: at % 5 === 0 ? `team-${at % 200}` : "",
    };
    return {
      ...facts,
      id: uuidOf(`client ${at}`),
      organizationId: ORGANIZATION_ID,
      clusterId: cluster.id,
      clusterSort: cluster.sortName,
      sortName: sortableName(name),
      searchText: clientSearchText(facts),
      origin: isOurs ? "managed" : "unmanaged",
      createdAt: isOurs ? knownSince : null,
      secretShownAt: isOurs ? knownSince : null,
      reviewAt: at % 6 === 0 ? new Date(now + ((at % 400) - 100) * DAY_MS) : null,
      knownSince,
      firstSeenAt: knownSince,
    };
  };
  for (let first = 0; first < clients; first += ROWS)
    await db().client.createMany({
      data: Array.from({ length: Math.min(ROWS, clients - first) }, (_, at) => rowOf(first + at)),
    });
}
