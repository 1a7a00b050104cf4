import "server-only";
import { z } from "zod";
import { PostgresAdapter } from "@/lib/server/platform/database/postgres";
import { SqliteAdapter, sqlitePath } from "@/lib/server/platform/database/sqlite";
import { providerOf } from "@/prisma/providers.mjs";

/** Prisma's own table of migrations. Only the type of an instant differs between the databases. */
const TABLE = (instant: string) => `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL,
  "checksum" VARCHAR(64) NOT NULL,
  "finished_at" ${instant},
  "migration_name" VARCHAR(255) NOT NULL,
  "logs" TEXT,
  "rolled_back_at" ${instant},
  "started_at" ${instant} NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "applied_steps_count" INTEGER NOT NULL DEFAULT 0
)`;
const RECORDS = `SELECT "migration_name", "finished_at" IS NOT NULL, "rolled_back_at" IS NOT NULL FROM "_prisma_migrations"`;

/** The same number that Prisma's own commands lock on PostgreSQL, so that the two wait for each other. */
const ADVISORY_LOCK = 72707369;
/** The time limit for one statement of a migration, in milliseconds. Tables can be large. */
const MIGRATION_MS = 3_600_000;

type AppliedMigration = { id: string; name: string; checksum: string };
type MigrationRecord = { name: string; finished: boolean; rolledBack: boolean };

/** A database to migrate, on one connection. */
export type MigrationTarget = {
  /** Runs `work` while no other instance can migrate. */
  locked<T>(work: () => Promise<T>): Promise<T>;
  /** The recorded migrations. Creates their table if it is missing. */
  records(): Promise<MigrationRecord[]>;
  /** Runs a script and records it, both or neither. */
  apply(migration: AppliedMigration, script: string): Promise<void>;
  close(): Promise<void>;
};

/** Needs no escaping: IDs and checksums are hex, and names are the names of our own folders. */
const record = ({ id, name, checksum }: AppliedMigration, now: string) =>
  `INSERT INTO "_prisma_migrations" ("id", "checksum", "finished_at", "migration_name", "started_at", "applied_steps_count") VALUES ('${id}', '${checksum}', ${now}, '${name}', ${now}, 1)`;

const rowSchema = z.tuple([z.string(), z.coerce.number(), z.coerce.number()]).rest(z.unknown());
const recordOf = (row: unknown): MigrationRecord => {
  const [name, finished, rolledBack] = rowSchema.parse(row);
  return { name, finished: finished === 1, rolledBack: rolledBack === 1 };
};

/** Opens the database with this URL. */
export function openMigrationTarget(url: string): Promise<MigrationTarget> {
  return providerOf(url) === "sqlite" ? openSqlite(sqlitePath(url)) : openPostgres(url);
}

async function openSqlite(path: string): Promise<MigrationTarget> {
  const connection = await new SqliteAdapter(path).connect();
  return {
    locked: (work) => work(),
    async records() {
      await connection.executeScript(TABLE("DATETIME"));
      const { rows } = await connection.queryRaw({ sql: RECORDS, args: [], argTypes: [] });
      return rows.map(recordOf);
    },
    // Without foreign keys, so that rebuilding a table deletes no rows by cascade.
    apply: (migration, script) =>
      connection.executeScript(
        `PRAGMA foreign_keys = OFF;\nBEGIN;\n${script}\n;\n${record(migration, "CURRENT_TIMESTAMP")};\nCOMMIT;`,
      ),
    close: () => connection.dispose(),
  };
}

async function openPostgres(url: string): Promise<MigrationTarget> {
  const adapter = await new PostgresAdapter(url, { connections: 1, statementMs: MIGRATION_MS }).connect();
  const client = await adapter.underlyingDriver().connect();
  return {
    async locked(work) {
      await client.query("SET lock_timeout = '60s'");
      await client.query(`SELECT pg_advisory_lock(${ADVISORY_LOCK})`);
      try {
        return await work();
      } finally {
        await client.query(`SELECT pg_advisory_unlock(${ADVISORY_LOCK})`);
      }
    },
    async records() {
      await client.query(TABLE("TIMESTAMPTZ"));
      const { rows } = await client.query({ text: RECORDS, rowMode: "array" });
      return rows.map(recordOf);
    },
    // PostgreSQL runs a script that is sent as one query in one transaction.
    async apply(migration, script) {
      await client.query(`${script}\n;\n${record(migration, "now()")}`);
    },
    async close() {
      client.release(true);
      await adapter.dispose();
    },
  };
}
