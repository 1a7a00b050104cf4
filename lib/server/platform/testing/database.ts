import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, inject } from "vitest";
import { closeDb } from "@/lib/server/platform/database/db";
import { applyMigrations } from "@/lib/server/platform/database/migrate";
import { PostgresAdapter } from "@/lib/server/platform/database/postgres";
import { resetEnv } from "@/lib/server/platform/env";
import { processState } from "@/lib/server/platform/process-state";
import { PROVIDERS, type Provider } from "@/prisma/providers.mjs";

declare module "vitest" {
  interface ProvidedContext {
    /** The superuser's connection string of the embedded server; see scripts/postgres.mjs. */
    postgresUrl: string;
  }
}

/** The required settings; a test file may set its own first. */
const SETTINGS = {
  LATCHKEY_DEMO: "1",
  // Tests count upstream calls.
  LATCHKEY_SYNC_MINUTES: "0",
  NEXTAUTH_URL: "http://localhost:3000",
  NEXTAUTH_SECRET: "a secret that is only for the tests",
  CAMUNDA_CONSOLE_CLIENT_ID: "test",
  CAMUNDA_CONSOLE_CLIENT_SECRET: "test",
  CAMUNDA_CONSOLE_BASE_URL: "http://127.0.0.1:9",
  CAMUNDA_OAUTH_URL: "http://127.0.0.1:9/oauth/token",
};

/** A database for some tests, empty until its migrations are applied. */
export type TestDatabase = { provider: Provider; url: string; drop: () => Promise<void> };

/** `npm run test:mutation` sets LATCHKEY_TEST_DATABASES to `sqlite`, because it runs each test many times. */
const TESTED = PROVIDERS.filter((provider) => (process.env["LATCHKEY_TEST_DATABASES"] ?? provider) === provider);

type DatabaseTests = (database: { provider: Provider; url: () => string }) => void;

/**
 * Runs the same tests on SQLite and on PostgreSQL, each time on a new, migrated database that `db()` and `env()` use.
 * Use it for everything that can differ between the two: locks, constraints, deadlocks, transactions, sorting,
 * searching, paging, and one fault of each kind with "nothing lost" at its end. The tests of one block share the
 * database, so give rows their own IDs.
 */
export function describeOnBothDatabases(name: string, tests: DatabaseTests): void {
  for (const provider of TESTED) describeOn(provider, name, tests);
}

/**
 * Runs tests on SQLite only, on a new, migrated database that `db()` and `env()` use. Use it for the rest of a matrix,
 * when what varies is Camunda's response or the request's input and the database does the same work for every row. Keep
 * one row of each kind in `describeOnBothDatabases`.
 */
export function describeOnSqlite(name: string, tests: DatabaseTests): void {
  describeOn("sqlite", name, tests);
}

function describeOn(provider: Provider, name: string, tests: DatabaseTests): void {
  describe(`${name} (${provider})`, () => {
    let database: TestDatabase;

    beforeAll(async () => {
      database = await createMigratedDatabase(provider);
      await pointTo(database.url);
      forgetProcess();
    });

    afterAll(async () => {
      await closeDb();
      await database.drop();
    });

    tests({ provider, url: () => database.url });
  });
}

/** Forgets what this process counts and still has to store, which would belong to another database. */
function forgetProcess(): void {
  processState("rate-limits", () => new Map()).clear();
  const pending = processState("pending-writes", () => ({ writes: new Map(), timer: null }));
  pending.writes.clear();
  clearTimeout(pending.timer ?? undefined);
  pending.timer = null;
}

/** Makes `env()` and the next `db()` use this database. */
export async function pointTo(url: string): Promise<void> {
  await closeDb();
  for (const [name, value] of Object.entries(SETTINGS)) process.env[name] ??= value;
  process.env["DATABASE_URL"] = url;
  resetEnv();
}

/** Creates a database without tables: a file in a new folder, or a new one on the embedded server. */
export function createTestDatabase(provider: Provider): Promise<TestDatabase> {
  return provider === "sqlite" ? createFile() : createOnServer();
}

async function createFile(): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), "latchkey-test-"));
  const drop = () => rm(folder, { recursive: true, force: true });
  return { provider: "sqlite", url: `file:${folder}/test.db`, drop };
}

async function createOnServer(template?: string): Promise<TestDatabase> {
  const server = inject("postgresUrl");
  const name = `test_${crypto.randomUUID().replaceAll("-", "")}`;
  const url = new URL(server);
  url.pathname = name;
  await execute(server, `CREATE DATABASE ${name}${template ? ` TEMPLATE ${template} STRATEGY FILE_COPY` : ""}`);
  return { provider: "postgresql", url: url.href, drop: () => execute(server, `DROP DATABASE ${name} WITH (FORCE)`) };
}

/** The name of a migrated database of this process on the server. To copy it takes a third of the time. */
let template: Promise<string> | undefined;

async function createMigratedDatabase(provider: Provider): Promise<TestDatabase> {
  if (provider === "postgresql") {
    template ??= migrated(createOnServer()).then(({ url }) => new URL(url).pathname.slice(1));
    return createOnServer(await template);
  }
  return migrated(createFile());
}

async function migrated(created: Promise<TestDatabase>): Promise<TestDatabase> {
  const database = await created;
  await applyMigrations(database.url);
  return database;
}

/** Runs SQL that Prisma can't express, on its own connection. */
async function execute(url: string, sql: string): Promise<void> {
  const connection = await new PostgresAdapter(url, { connections: 1 }).connect();
  try {
    await connection.executeRaw({ sql, args: [], argTypes: [] });
  } finally {
    await connection.dispose();
  }
}
