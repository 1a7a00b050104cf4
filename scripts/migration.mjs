// Writes the next migration for both databases from the changes in prisma/schema.prisma. Triggers and rows are then added
// to its SQL by hand. Usage: npm run migration -- <name>
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { applyMigrations } from "../lib/server/platform/database/migrate";
import { PROVIDERS } from "../prisma/providers.mjs";
import { startPostgres } from "./postgres.mjs";
import { diffFromSchema } from "./schema-diff";

const name = process.argv[2] ?? "";
if (!/^[a-z][a-z0-9_]*$/.test(name)) {
  process.stderr.write(
    "The name of a migration begins with a letter and has only lower-case letters, digits and underscores.\n",
  );
  process.exit(1);
}

const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
const temporary = await mkdtemp(join(tmpdir(), "latchkey-migration-"));
const postgres = await startPostgres();
const databases = { sqlite: `file:${temporary}/current.db`, postgresql: postgres.url };
try {
  for (const provider of PROVIDERS) {
    await applyMigrations(databases[provider]);
    const sql = await diffFromSchema(databases[provider]);
    const folder = join("prisma/migrations", provider, `${stamp}_${name}`);
    await mkdir(folder);
    await writeFile(join(folder, "migration.sql"), sql);
    process.stdout.write(`${folder}/migration.sql\n`);
  }
} finally {
  await postgres.stop();
  await rm(temporary, { recursive: true });
}
