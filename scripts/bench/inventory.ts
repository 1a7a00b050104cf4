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
/** A number below `below` for a row, which has nothing to do with the row's other properties. */
const roll = (at: number, salt: number, below: number) =>
  (Math.imul(Math.imul(at + 1, 2_654_435_761) ^ Math.imul(salt, 40_503), 2_246_822_519) >>> 8) % below;
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
    const name = `${pick(JOBS, roll(at, 1, 8))}-worker-${at}`;
    const isOurs = roll(at, 2, 3) === 0;
    const days = roll(at, 3, 1_500);
    const knownSince = new Date(now - days * DAY_MS - at);
    const facts = {
      clientId: createHash("sha256").update(`client ${at}`).digest("base64url").slice(0, 32),
      name,
      scopes: SCOPES.filter((_, scope) => scope === 0 || roll(at, 10 + scope, scope + 2) === 0).join(),
      clusterName: cluster.name,
      purpose: isOurs ? `Works on ${pick(JOBS, roll(at, 4, 8))} jobs of team ${roll(at, 5, 200)}` : null,
      createdByName: isOurs ? `Member ${roll(at, 6, 200)}` : null,
      ownerName: roll(at, 7, 4) === 0 ? `Team ${roll(at, 5, 200)}` : null,
      tags: roll(at, 8, 5) === 0 ? `team-${roll(at, 5, 200)}` : "",
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
      reviewAt: roll(at, 9, 6) === 0 ? new Date(now + (roll(at, 20, 400) - 100) * DAY_MS) : null,
      knownSince,
      firstSeenAt: knownSince,
    };
  };
  for (let first = 0; first < clients; first += ROWS)
    await db().client.createMany({
      data: Array.from({ length: Math.min(ROWS, clients - first) }, (_, at) => rowOf(first + at)),
    });
}
