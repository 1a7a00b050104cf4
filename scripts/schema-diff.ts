// What would bring a live database to prisma/schema.prisma: for `npm run migration` and its test, never at run time.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapter,
} from "@prisma/driver-adapter-utils";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import { PostgresAdapter } from "@/lib/server/platform/database/postgres";
import { SqliteAdapter, sqlitePath } from "@/lib/server/platform/database/sqlite";
import { deriveSchema, providerOf } from "@/prisma/providers.mjs";

const ROOT = process.cwd();
const WASM = "node_modules/@prisma/schema-engine-wasm/schema_engine_bg.wasm";

/** PostgreSQL's own type "char", which its catalog uses everywhere, and an ordinary type that the adapter knows. */
const CATALOG_CHAR = 18;
const TEXT = 25;

/** Prisma's adapter refuses the catalog's type "char": read such columns as text, and tell the engine what they are. */
class CatalogPostgresAdapter extends PostgresAdapter {
  override async connect() {
    const adapter = await super.connect();
    const pool = adapter.underlyingDriver();
    const { query } = pool;
    const ask = adapter.queryRaw.bind(adapter);
    let characters: number[] = [];
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
    return adapter;
  }
}

/** The migrations make these by hand: Prisma knows neither full-text tables nor views. */
const SEARCH_TABLES = {
  sqlite: ["", "Key", "_config", "_content", "_data", "_docsize", "_idx"].map((end) => `ClientText${end}`),
  postgresql: ["public.ClientText"],
};

/** An index of a kind that SQLite does not have. */
const SEARCH_INDEX = '-- DropIndex\nDROP INDEX "Client_searchText_trgm_idx";';

let started: Promise<void> | undefined;

/** The package loads its WebAssembly by an import that Node 20 does not support, so we pass it in. */
async function startEngine(): Promise<void> {
  const { instance } = await WebAssembly.instantiate(await readFile(join(ROOT, WASM)), {
    "./schema_engine_bg.js": { ...bindings },
  });
  bindings.__wbg_set_wasm(instance.exports);
  const start = instance.exports["__wbindgen_start"];
  if (typeof start === "function") start();
}

/**
 * Compares a live database with prisma/schema.prisma, by Prisma's schema engine (its WebAssembly build).
 * @param url the database's address
 * @returns SQL that would bring the database to the schema, or "" when they agree
 */
export async function diffFromSchema(url: string): Promise<string> {
  started ??= startEngine();
  await started;
  const schema = deriveSchema(await readFile(join(ROOT, "prisma/schema.prisma"), "utf8"), providerOf(url));
  const files = [{ path: "schema.prisma", content: schema }];
  const adapter =
    providerOf(url) === "sqlite"
      ? new SqliteAdapter(sqlitePath(url))
      : new CatalogPostgresAdapter(url, { connections: 1 });
  const opened: SqlDriverAdapter[] = [];
  const connect = async () => {
    const connection = await adapter.connect();
    opened.push(connection);
    return connection;
  };
  const factory = bindMigrationAwareSqlAdapterFactory({
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    connect,
    connectToShadowDb: connect,
  });
  const engine = await bindings.SchemaEngine.new({ datamodels: [["schema.prisma", schema]] }, () => {}, factory);
  try {
    const difference = await engine.diff({
      from: { tag: "schemaDatasource", files, configDir: ROOT },
      to: { tag: "schemaDatamodel", files },
      script: true,
      // 2 then means that they differ: the script of no difference is a comment.
      exitCode: true,
      filters: { externalTables: SEARCH_TABLES[providerOf(url)], externalEnums: [] },
    });
    if (difference.exitCode !== 2) return "";
    return (difference.stdout ?? "").replace(SEARCH_INDEX, "").trim();
  } finally {
    engine.free();
    for (const connection of opened) await connection.dispose();
  }
}
