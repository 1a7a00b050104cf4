// Generates the database clients for SQLite and PostgreSQL from one schema, unless nothing has changed. It needs no
// network, and is plain JavaScript because it runs before anything is built.
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
const packageFile = createRequire(import.meta.url).resolve("prisma/package.json");

const hash = createHash("sha256").update(schema);
for (const file of [packageFile, fileURLToPath(import.meta.url), `${root}prisma/providers.mjs`])
  hash.update(readFileSync(file));
const inputs = hash.digest("hex");

if (existsSync(stamp) && readFileSync(stamp, "utf8") === inputs) process.exit(0);

rmSync(generated, { recursive: true, force: true });
mkdirSync(generated, { recursive: true });
for (const provider of PROVIDERS) {
  const file = `${generated}/${provider}.prisma`;
  writeFileSync(file, deriveSchema(schema, provider).replace(/output\s*=.*/, `output = "./${provider}"`));
  // `prisma generate` does not use the schema engine, but downloads it unless this variable names a file; any existing
  // program satisfies the check. Never set it for `prisma migrate`, which would do nothing and report no error.
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: "1" };
  const cli = packageFile.replace(/package\.json$/, "build/index.js");
  const result = spawnSync(process.execPath, [cli, "generate", "--schema", file, "--no-hints"], { cwd: root, env });
  if (result.status !== 0) {
    process.stderr.write(`${result.stdout}${result.stderr}`);
    process.exit(result.status ?? 1);
  }
}
writeFileSync(stamp, inputs);
