import "server-only";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  DriverAdapterError,
  type SqlDriverAdapter,
} from "@prisma/driver-adapter-utils";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import { PostgresAdapter } from "@/lib/server/platform/postgres";
import { SqliteAdapter, sqlitePath } from "@/lib/server/platform/sqlite";
import { deriveSchema, type Provider, providerOf } from "@/prisma/providers.mjs";

/**
 * Where the app stands: npm starts every script at the root, and `file:` addresses are relative to it as well. What is
 * read from there is no part of the bundle, and the bundler is told so.
 */
const ROOT = process.cwd();

const WASM = "node_modules/@prisma/schema-engine-wasm/schema_engine_bg.wasm";

/** A migration's script, whole or not at all, and free to build a table anew without its rows being cascaded away. */
class SchemaSqliteAdapter extends SqliteAdapter {
  override async connect() {
    const connection = await super.connect();
    const run = connection.executeScript.bind(connection);
    connection.executeScript = (script) => run(`PRAGMA foreign_keys = OFF;\nBEGIN;\n${script}\n;\nCOMMIT;`);
    return connection;
  }
}

/** PostgreSQL's own type "char", of which its catalog is full, and an ordinary one that the adapter knows. */
const CATALOG_CHAR = 18;
const TEXT = 25;

/** Prisma's adapter for PostgreSQL lacks two things that only the schema engine needs. */
class SchemaPostgresAdapter extends PostgresAdapter {
  override async connect() {
    return completeForEngine(await super.connect());
  }

  override async connectToShadowDb() {
    return completeForEngine(await super.connectToShadowDb());
  }
}

function completeForEngine(adapter: Awaited<ReturnType<PostgresAdapter["connect"]>>) {
  const pool = adapter.underlyingDriver();
  const { query } = pool;
  const ask = adapter.queryRaw.bind(adapter);
  let characters: number[] = [];
  // It refuses columns of the catalog's type "char": let them pass as text, and tell the engine what they are.
  Object.assign(pool, {
    query: async (...input: unknown[]) => {
      const result = await Reflect.apply(query, pool, input);
      characters = [];
      for (const [index, field] of (result.fields ?? []).entries()) {
        if (field.dataTypeID !== CATALOG_CHAR) continue;
        field.dataTypeID = TEXT;
        characters.push(index);
      }
      return result;
    },
  });
  adapter.queryRaw = async (input) => {
    const result = await ask(input);
    for (const index of characters) result.columnTypes[index] = ColumnTypeEnum.Character;
    return result;
  };
  // It cuts a script at every semicolon, and so through a function's body. Sent whole, PostgreSQL reads it by itself,
  // and runs it in one transaction.
  adapter.executeScript = async (script) => {
    try {
      await pool.query(script);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const unsaid = { detail: undefined, column: undefined, hint: undefined };
      throw new DriverAdapterError({ kind: "postgres", code: "", severity: "ERROR", message, ...unsaid });
    }
  };
  return adapter;
}

let started: Promise<void> | undefined;

/** The package loads its WebAssembly by an import that Node 20 does not know, so we hand it over. */
async function startEngine(): Promise<void> {
  const { instance } = await WebAssembly.instantiate(await readFile(join(/* turbopackIgnore: true */ ROOT, WASM)), {
    "./schema_engine_bg.js": { ...bindings },
  });
  bindings.__wbg_set_wasm(instance.exports);
  const start = instance.exports["__wbindgen_start"];
  if (typeof start === "function") start();
}

/**
 * Prisma's own schema engine, without its program: the WebAssembly build of the same release, on our driver adapters.
 * @param url the database's address
 * @param use what to do with it; its connections are closed afterwards, and with them goes the engine's advisory lock
 * @param schema the text of the schema; only `diff` needs one
 */
export async function withSchemaEngine<T>(
  url: string,
  use: (engine: bindings.SchemaEngine) => Promise<T>,
  schema?: string,
): Promise<T> {
  started ??= startEngine();
  await started;
  // One connection each: PostgreSQL's advisory lock belongs to the connection that took it.
  const adapter =
    providerOf(url) === "sqlite" ? new SchemaSqliteAdapter(sqlitePath(url)) : new SchemaPostgresAdapter(url, 1);
  const opened: SqlDriverAdapter[] = [];
  const factory = bindMigrationAwareSqlAdapterFactory({
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    connectToShadowDb: () => adapter.connectToShadowDb(),
    async connect() {
      const connection = await adapter.connect();
      opened.push(connection);
      return connection;
    },
  });
  const datamodels: [string, string][] | undefined = schema === undefined ? undefined : [["schema.prisma", schema]];
  const engine = await bindings.SchemaEngine.new({ datamodels }, () => {}, factory);
  try {
    return await use(engine);
  } finally {
    engine.free();
    for (const connection of opened) await connection.dispose();
  }
}

/**
 * The migrations of one database in their order, as the engine takes them.
 * @param folder the one that holds a folder for each database
 */
export async function readMigrations(
  provider: Provider,
  folder = join(/* turbopackIgnore: true */ ROOT, "prisma/migrations"),
): Promise<bindings.MigrationList> {
  const baseDir = join(/* turbopackIgnore: true */ folder, provider);
  const entries = await readdir(baseDir, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const migrationDirectories = await Promise.all(
    names.sort().map(async (path) => {
      const value = await readFile(join(/* turbopackIgnore: true */ baseDir, path, "migration.sql"), "utf8");
      return { path, migrationFile: { path: "migration.sql", content: { tag: "ok" as const, value } } };
    }),
  );
  const lockfile = { path: "migration_lock.toml", content: `provider = "${provider}"\n` };
  return { baseDir, lockfile, shadowDbInitScript: "", migrationDirectories };
}

/** Every table is ours: nothing is left out of a comparison. */
export const NO_FILTER = { externalTables: [], externalEnums: [] };

/**
 * What would bring a live database to the schema of prisma/schema.prisma.
 * @returns SQL, or "" when they agree
 */
export async function diffFromSchema(url: string): Promise<string> {
  const schema = deriveSchema(
    await readFile(join(/* turbopackIgnore: true */ ROOT, "prisma/schema.prisma"), "utf8"),
    providerOf(url),
  );
  const files = [{ path: "schema.prisma", content: schema }];
  const difference = await withSchemaEngine(
    url,
    (engine) =>
      engine.diff({
        from: { tag: "schemaDatasource", files, configDir: ROOT },
        to: { tag: "schemaDatamodel", files },
        script: true,
        // 2 then means that they differ: the script of no difference is a comment.
        exitCode: true,
        filters: NO_FILTER,
      }),
    schema,
  );
  return difference.exitCode === 2 ? (difference.stdout ?? "") : "";
}
