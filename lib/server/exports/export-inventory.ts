import "server-only";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { InventoryExportQuery, InventoryRow } from "@/lib/contract/inventory";
import type { Principal } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { startExport } from "@/lib/server/exports/start-export";
import { inventoryRows } from "@/lib/server/inventory/inventory-row";
import { countMatches, findRows } from "@/lib/server/inventory/inventory-walk";
import { findMatches, type Matches } from "@/lib/server/inventory/inventory-where";
import { db } from "@/lib/server/platform/database/db";

/** Clients per query. */
const SLICE = 250;
const DAY_MS = 86_400_000;

/** Camunda reports no such thing. The report says so, instead of leaving a cell empty. */
const NOT_REPORTED = "not_reported";

const COLUMNS = [
  ...["clusterId", "clusterName", "stage", "clientId", "name", "scopes", "origin", "owner", "purpose", "tags"],
  ...["createdAt", "createdBy", "createdSource", "ageDays", "reviewDate", "reviewEveryDays", "endDate", "endAction"],
  ...[
    "endSetBy",
    "state",
    "lastUsed",
    "firstSeenAt",
    "lastSeenAt",
    "goneAt",
    "testedAt",
    "testOutcome",
    "findings",
    "generatedAt",
  ],
] as const;
type Report = Record<(typeof COLUMNS)[number], string | number | readonly string[] | null>;

/** Who says when a client was created: Latchkey for its own, Camunda's activity log, or nobody. */
function createdSource({ createdAt, consoleUser }: InventoryRow): string {
  if (createdAt !== null) return "latchkey";
  return consoleUser === null ? NOT_REPORTED : "camunda_activity_log";
}

/** One client as the credential report has it. Its age counts from when it was first known. */
function reportOf(client: InventoryRow, at: Date): Report {
  return {
    clusterId: client.clusterId,
    clusterName: client.clusterName,
    stage: client.labels,
    clientId: client.clientId,
    name: client.name,
    scopes: client.scopes,
    origin: client.origin,
    owner: client.owner?.name ?? null,
    purpose: client.purpose,
    tags: client.tags,
    createdAt: client.createdAt ?? client.consoleAt,
    createdBy: client.createdBy ?? client.consoleUser,
    createdSource: createdSource(client),
    ageDays: Math.max(0, Math.floor((at.getTime() - Date.parse(client.knownSince)) / DAY_MS)),
    reviewDate: client.reviewAt,
    reviewEveryDays: client.reviewEveryDays,
    endDate: client.end?.at ?? null,
    endAction: client.end?.action ?? null,
    endSetBy: client.endSetBy,
    state: client.state,
    lastUsed: NOT_REPORTED,
    firstSeenAt: client.firstSeenAt,
    lastSeenAt: client.lastSeenAt,
    goneAt: client.goneAt,
    testedAt: client.testedAt,
    testOutcome: client.testOutcome,
    findings: client.findings,
    generatedAt: at.toISOString(),
  };
}

async function* readClients(matches: Matches, order: Pick<InventoryExportQuery, "sort" | "direction">, at: Date) {
  let after: Parameters<typeof findRows>[2]["after"] = null;
  for (;;) {
    const rows = await findRows(matches, order, { after, take: SLICE });
    yield (await inventoryRows(rows)).map(({ client }) => reportOf(client, at));
    after = rows.at(-1) ?? null;
    if (rows.length < SLICE) return;
    await nextTurn();
  }
}

/** How many rows there will be. Null when it would take too long to count them. */
async function countAll(matches: Matches): Promise<number | null> {
  if (matches.isPlain) return db().client.count({ where: { goneAt: matches.isGone ? { not: null } : null } });
  const { count, isCapped } = await countMatches(matches);
  return isCapped ? null : count;
}

/**
 * The credential report: the clients that a view of the inventory lists, in its order, as they are stored.
 * @throws AppError forbidden, exports_busy
 */
export async function exportInventory(principal: Principal, { format, bom, ...query }: InventoryExportQuery) {
  await requireRight(principal, "clients.read");
  const { sort, direction, ...filter } = query;
  return startExport(principal, {
    name: "clients",
    action: "inventory.export",
    format,
    bom: bom !== undefined,
    filter: query,
    columns: COLUMNS,
    read: async (at) => {
      const matches = await findMatches(principal, filter);
      return { total: await countAll(matches), slices: readClients(matches, { sort, direction }, at) };
    },
  });
}
