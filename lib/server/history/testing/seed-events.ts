import { OWNER } from "@/lib/server/access/testing/principals";
import { hashEvent, KEYED_VERSION, PLAIN_VERSION } from "@/lib/server/history/event-hash";
import { removeTriggers } from "@/lib/server/history/testing/tamper";
import { db } from "@/lib/server/platform/database/db";
import { env } from "@/lib/server/platform/env";
import { ORGANIZATION_ID } from "@/lib/server/platform/organization";
import type { Provider } from "@/prisma/providers.mjs";

const SLICE = 1_000;

/** One statement without parameters: with them, a million rows would take most of an hour. */
function insertion(provider: Provider, rows: readonly object[]): string {
  const literal = (value: unknown) => {
    if (value instanceof Date) return `'${value.toISOString().replace("Z", provider === "sqlite" ? "+00:00" : "")}'`;
    return value === null || typeof value === "number" ? String(value) : `'${value}'`;
  };
  const columns = Object.keys(rows[0] ?? {}).map((name) => `"${name}"`);
  const values = rows.map((row) => `(${Object.values(row).map(literal).join(",")})`);
  return `INSERT INTO "AuditEvent" (${columns.join(",")}) VALUES ${values.join(",")}`;
}

/**
 * Appends so many events that verify, a thousand for each statement. It removes the triggers, which let the head move by
 * one event at a time.
 */
export async function seedEvents(provider: Provider, count: number): Promise<void> {
  await removeTriggers(provider);
  const key = env().audit.keys.current;
  let { seq, hash: prevHash } = await db().auditHead.findFirstOrThrow();
  const end = seq + count;
  while (seq < end) {
    const rows = Array.from({ length: Math.min(SLICE, end - seq) }, () => {
      seq += 1;
      const event = {
        seq,
        id: crypto.randomUUID(),
        organizationId: ORGANIZATION_ID,
        version: key ? KEYED_VERSION : PLAIN_VERSION,
        at: new Date(Date.parse("2026-01-01T00:00:00Z") + seq * 1_000),
        actorId: OWNER.memberId,
        actorName: `Person ${seq % 50}`,
        role: "owner",
        address: "192.0.2.1",
        action: key && seq === 1 ? "history.key" : "client.create",
        outcome: "succeeded",
        clusterId: `cluster-${seq % 1_000}`,
        clusterName: `Cluster ${seq % 1_000}`,
        clientId: `client-${seq % 100_000}`,
        clientName: `worker-${seq % 100_000}`,
        requestId: crypto.randomUUID(),
        operationId: crypto.randomUUID(),
        detail: JSON.stringify({ scopes: ["Zeebe", "Operate"], purpose: "Order fulfilment workers" }),
        keyId: key?.id ?? null,
      };
      const row = { ...event, prevHash, hash: hashEvent(prevHash, event, key ?? undefined) ?? "" };
      prevHash = row.hash;
      return row;
    });
    await db().$executeRawUnsafe(insertion(provider, rows));
  }
  await db().auditHead.updateMany({ data: { seq, hash: prevHash } });
  // PostgreSQL does so by itself within a minute, and plans without knowing the rows until then.
  await db().$executeRawUnsafe("ANALYZE");
}
