import { readFileSync } from "node:fs";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { applyMigrations } from "@/lib/server/platform/database/migrate";
import { PostgresAdapter } from "@/lib/server/platform/database/postgres";
import { SqliteAdapter, sqlitePath } from "@/lib/server/platform/database/sqlite";
import { clusterSchema } from "@/simulator/state";

/** The migrations of version 0.1.0. */
const MIGRATIONS = ["20261123064134_init", "20261123102937_client_told"];

const rowSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
type Row = z.infer<typeof rowSchema>;

/**
 * Data that version 0.1.0 wrote, and the clusters and clients that Camunda had then. Rows have no fields for null;
 * instants are ISO 8601 in UTC. Clients have no secrets here: the simulator makes new ones.
 *
 * Left open: two creates without a response ("returns-left-behind" and "returns-left-made", which exists), an unknown
 * create ("returns-lost", which exists), an orphan ("claims-lost"), an orphan whose delete was interrupted
 * ("returns-half-deleted"), a created client that nobody acknowledged ("orders-tests"), and two unknown deletes
 * ("orders-stuck", which still exists, and "orders-vanished", which does not).
 */
export const VERSION_0_1_0 = z
  .object({ tables: z.record(z.string(), z.array(rowSchema)), upstream: z.array(clusterSchema) })
  .parse(JSON.parse(readFileSync(new URL("version-0.1.0.json", import.meta.url), "utf8")));

/**
 * Turns an empty database into one of version 0.1.0, with its migrations and rows.
 * @param url `file:…` or `postgresql://…`, a database without tables
 */
export async function loadVersion010(url: string): Promise<void> {
  await applyOldMigrations(url);
  const adapter = url.startsWith("file:")
    ? new SqliteAdapter(sqlitePath(url))
    : new PostgresAdapter(url, { connections: 1 });
  const connection = await adapter.connect();
  try {
    // The first migration inserts this row, which the data contains too.
    await connection.executeRaw({ sql: `DELETE FROM "AuditHead"`, args: [], argTypes: [] });
    for (const [table, rows] of Object.entries(VERSION_0_1_0.tables))
      for (const row of rows) await connection.executeRaw(insertion(table, row));
  } finally {
    await connection.dispose();
  }
}

async function applyOldMigrations(url: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "latchkey-version-0-1-0-"));
  try {
    await cp("prisma/migrations", folder, {
      recursive: true,
      filter: (path) => !/[/\\]\d{14}_\w+/.test(path) || MIGRATIONS.some((name) => path.includes(name)),
    });
    await applyMigrations(url, folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function insertion(table: string, row: Row) {
  const values = Object.values(row);
  const columns = Object.keys(row).map((column) => `"${column}"`);
  const parameters = values.map((_, index) => `$${index + 1}`);
  return {
    sql: `INSERT INTO "${table}" (${columns.join(", ")}) VALUES (${parameters.join(", ")})`,
    // In SQLite, version 0.1.0 stored instants as text with "+00:00"; PostgreSQL reads the same text.
    args: values.map((value) =>
      typeof value === "string" ? value.replace(/^(\d{4}-\d\d-\d\dT[\d:.]+)Z$/, "$1+00:00") : value,
    ),
    argTypes: values.map(() => ({ scalarType: "unknown" as const, arity: "scalar" as const })),
  };
}
