import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { closeDb, db } from "@/lib/server/platform/database/db";
import { applyMigrations, MigrationError } from "@/lib/server/platform/database/migrate";
import { SqliteAdapter, sqlitePath } from "@/lib/server/platform/database/sqlite";
import { createTestDatabase, pointTo, type TestDatabase } from "@/lib/server/platform/testing/database";
import { PROVIDERS } from "@/prisma/providers.mjs";
import { diffFromSchema } from "@/scripts/schema-diff";

describe.each(PROVIDERS)("migrations (%s)", async (provider) => {
  const entries = await readdir(join("prisma/migrations", provider), { withFileTypes: true });
  const all = entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
  let database: TestDatabase;
  let temporary: string;

  beforeEach(async () => {
    database = await createTestDatabase(provider);
    temporary = await mkdtemp(join(tmpdir(), "latchkey-migrations-"));
  });

  afterEach(async () => {
    await closeDb();
    await database.drop();
    await rm(temporary, { recursive: true });
  });

  it("are applied once, to a database that does not exist yet", async () => {
    expect(await applyMigrations(database.url)).toEqual(all);
    expect(await applyMigrations(database.url)).toEqual([]);
    await pointTo(database.url);
    expect(await db().auditHead.findMany()).toEqual([{ id: 1, seq: 0, hash: "" }]);
  });

  it("are applied by one of several starting instances, while the others wait", async () => {
    const applied = await Promise.all([1, 2, 3, 4].map(() => applyMigrations(database.url)));
    expect(applied.flat()).toEqual(all);
  });

  it("match the schema", async () => {
    await applyMigrations(database.url);
    expect(await diffFromSchema(database.url)).toBe("");
  });

  it("are rolled back when they fail, with a reason, and are tried again", async () => {
    await cp("prisma/migrations", temporary, { recursive: true });
    const bad = join(temporary, provider, "29990101000000_bad");
    await mkdir(bad);
    await writeFile(join(bad, "migration.sql"), 'CREATE TABLE "Two" ("a" INT);\nCREATE TABLE "Two" ("a" INT);\n');

    const failing = applyMigrations(database.url, temporary);
    await expect(failing).rejects.toThrow(MigrationError);
    await expect(failing).rejects.toThrow(
      /^The database migration 29990101000000_bad failed and was undone: .*Two.*exists$/,
    );

    await writeFile(join(bad, "migration.sql"), 'CREATE TABLE "Two" ("a" INT);\n');
    expect(await applyMigrations(database.url, temporary)).toEqual(["29990101000000_bad"]);
  });

  it("refuse a database of a newer version", async () => {
    await cp("prisma/migrations", temporary, { recursive: true });
    const newer = join(temporary, provider, "29990101000000_newer");
    await mkdir(newer);
    await writeFile(join(newer, "migration.sql"), 'CREATE TABLE "Newer" ("a" INT);\n');
    await applyMigrations(database.url, temporary);
    await expect(applyMigrations(database.url)).rejects.toThrow(
      /^The database was written by a newer version of Latchkey \(it has the migration 29990101000000_newer\)/,
    );
  });

  it("stop after one that was interrupted", async () => {
    const [name] = await applyMigrations(database.url);
    await pointTo(database.url);
    await db().$executeRawUnsafe(`UPDATE "_prisma_migrations" SET "finished_at" = NULL`);
    await closeDb();
    await expect(applyMigrations(database.url)).rejects.toThrow(
      `The database migration ${name} was cut off when it ran before`,
    );
  });
});

describe("a SQLite file", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "latchkey-file-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("that is a folder is refused with a clear message", async () => {
    await expect(applyMigrations(`file:${folder}`)).rejects.toThrow(
      `The database ${folder} is a folder. DATABASE_URL must name a file.`,
    );
  });

  /** What everybody but the owner may do with the database's files. */
  const modes = async () => {
    const names = await readdir(folder);
    return Promise.all(
      names.map(async (name) => `${name} ${((await stat(join(folder, name))).mode & 0o777).toString(8)}`),
    );
  };

  it("is for its owner alone, with the files beside it, whatever the umask", async () => {
    const before = process.umask(0);
    try {
      const url = `file:${join(folder, "new.db")}`;
      await applyMigrations(url);
      const connection = await new SqliteAdapter(sqlitePath(url)).connect();
      await connection.executeScript("CREATE TABLE t (x)");
      expect(await modes()).toEqual(expect.arrayContaining(["new.db 600", "new.db-shm 600", "new.db-wal 600"]));
      expect((await modes()).filter((mode) => !mode.endsWith(" 600"))).toEqual([]);
      await connection.dispose();
    } finally {
      process.umask(before);
    }
  });

  it("has a folder for its owner alone, if that is new", async () => {
    const before = process.umask(0);
    try {
      await applyMigrations(`file:${join(folder, "data", "new.db")}`);
      expect(await modes()).toEqual(["data 700"]);
    } finally {
      process.umask(before);
    }
  });

  it("of an earlier version is taken from everybody else, and a group's right to read stays", async () => {
    const [path, shared] = [join(folder, "old.db"), join(folder, "shared.db")];
    for (const file of [path, shared]) await applyMigrations(`file:${file}`);
    await chmod(path, 0o644);
    await chmod(shared, 0o640);
    for (const file of [path, shared]) await applyMigrations(`file:${file}`);
    expect(await modes()).toEqual(expect.arrayContaining(["old.db 600", "shared.db 640"]));
  });

  it("that is not a database is refused with a clear message", async () => {
    await writeFile(join(folder, "notes.txt"), "not a database, but long enough to be read as one\n".repeat(100));
    await expect(applyMigrations(`file:${folder}/notes.txt`)).rejects.toThrow(
      /can't be opened: the file is not a SQLite database\. Check DATABASE_URL\.$/,
    );
  });

  it("that is damaged is refused with a clear message", async () => {
    const intact = join(folder, "intact.db");
    await applyMigrations(`file:${intact}`);
    const bytes = await readFile(intact);
    const path = join(folder, "damaged.db");
    await writeFile(path, bytes.fill(0xff, 100, bytes.length));
    await expect(applyMigrations(`file:${path}`)).rejects.toThrow(
      /can't be opened: the file is damaged\. Restore it from a backup\.$/,
    );
  });
});

it("an unreachable database is refused with a clear message", async () => {
  await expect(applyMigrations("postgresql://nobody:secret@127.0.0.1:1/none")).rejects.toThrow(
    /^The database can't be opened: connect ECONNREFUSED 127\.0\.0\.1:1$/,
  );
});
