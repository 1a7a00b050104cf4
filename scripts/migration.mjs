// Writes the next migration, for both databases, from what changed in prisma/schema.prisma. Triggers and rows that a
// migration brings along are added to its SQL by hand afterwards. Usage: npm run migration -- <name>
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NO_FILTER, readMigrations, withSchemaEngine } from "../lib/server/platform/schema-engine.ts";
import { deriveSchema, PROVIDERS } from "../prisma/providers.mjs";
import { startPostgres } from "./postgres.mjs";

const name = process.argv[2] ?? "";
if (!/^[a-z][a-z0-9_]*$/.test(name)) {
  process.stderr.write("Give the migration a name of small letters, digits and underscores.\n");
  process.exit(1);
}

const text = await readFile("prisma/schema.prisma", "utf8");
const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
const postgres = await startPostgres();
const temporary = await mkdtemp(join(tmpdir(), "latchkey-migration-"));
const databases = { sqlite: `file:${temporary}/empty.db`, postgresql: postgres.url };
try {
  for (const provider of PROVIDERS) {
    const schema = deriveSchema(text, provider);
    const migrations = await readMigrations(provider);
    const diff = await withSchemaEngine(
      databases[provider],
      (engine) =>
        engine.diff({
          from: { tag: "migrations", ...migrations },
          to: { tag: "schemaDatamodel", files: [{ path: "schema.prisma", content: schema }] },
          script: true,
          exitCode: null,
          filters: NO_FILTER,
        }),
      schema,
    );
    const folder = `${migrations.baseDir}/${stamp}_${name}`;
    await mkdir(folder);
    await writeFile(`${folder}/migration.sql`, diff.stdout ?? "");
    process.stdout.write(`${folder}/migration.sql\n`);
  }
} finally {
  await postgres.stop();
  await rm(temporary, { recursive: true });
}
