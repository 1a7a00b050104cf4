// Makes the two database clients, for SQLite and for PostgreSQL, from the one schema. Quick when nothing changed, and
// needs no network. Plain Node: it runs before anything is built.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { deriveSchema, PROVIDERS } from "../prisma/providers.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const generated = `${root}prisma/generated`;
const stamp = `${generated}/stamp`;

const schema = readFileSync(`${root}prisma/schema.prisma`, "utf8");
const prisma = createRequire(import.meta.url).resolve("prisma/package.json");

const hash = createHash("sha256").update(schema);
for (const file of [prisma, fileURLToPath(import.meta.url), `${root}prisma/providers.mjs`])
  hash.update(readFileSync(file));
const wanted = hash.digest("hex");

if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) process.exit(0);

rmSync(generated, { recursive: true, force: true });
mkdirSync(generated, { recursive: true });
for (const provider of PROVIDERS) {
  const file = `${generated}/${provider}.prisma`;
  writeFileSync(file, deriveSchema(schema, provider).replace(/output\s*=.*/, `output = "./${provider}"`));
  // Prisma looks for a schema engine even where it needs none, and would download it. Any program that exists stills
  // it; that is right for `generate` alone (`migrate` would then do nothing, and say so to nobody).
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: "1" };
  const cli = prisma.replace(/package\.json$/, "build/index.js");
  const run = spawnSync(process.execPath, [cli, "generate", "--schema", file, "--no-hints"], { cwd: root, env });
  if (run.status !== 0) {
    process.stderr.write(`${run.stdout}${run.stderr}`);
    process.exit(run.status ?? 1);
  }
}
writeFileSync(stamp, wanted);
