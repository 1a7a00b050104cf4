/**
 * Writes docs/formats.md from the formats themselves: `tsx scripts/formats-doc.ts`.
 * With --check it writes nothing, and ends with 1 if the page is not what it would write.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Credentials, makeCredentials, SECRET_MARKER } from "@/lib/credentials/credentials";
import type { Format } from "@/lib/credentials/format";
import { FORMATS } from "@/lib/credentials/formats";
import { SAMPLE_CONNECTION, SAMPLE_SECRET } from "@/lib/credentials/sample";

const PAGE = fileURLToPath(new URL("../docs/formats.md", import.meta.url));

const INTRODUCTION = `# Formats

<!-- Written by scripts/formats-doc.ts: change the formats in lib/credentials, then run it again. -->

What a client's credentials look like in each format. The cluster, the client and the secret below are made up. The
cluster is of version 8.9; up to 8.8 REST, Operate and Tasklist have hosts of their own. The three base URLs come with
their scopes (Tasklist, Optimize, Operate), all other variables always.

A value that a format can't carry unchanged is refused, and JSON named in its place: it can hold every value. When the
secret is not known any more, each format holds \`${SECRET_MARKER}\` where it was.
`;

function block(text: string): string {
  return `\`\`\`text\n${text.trimEnd()}\n\`\`\`\n`;
}

function sample(format: Format, credentials: Credentials, variant?: string): string {
  const rendered = format.render(credentials, variant);
  if (!rendered.ok) throw new Error(rendered.message);
  return block(rendered.text);
}

function section(label: string, format: Format, credentials: Credentials): string {
  const { connection } = credentials;
  const samples =
    format.variants === undefined
      ? sample(format, credentials)
      : format.variants.map((variant) => `${variant.label}:\n\n${sample(format, credentials, variant.id)}`).join("\n");
  return [
    `## ${label}\n`,
    `${format.readBy} File: \`${format.fileName(connection)}\`\n`,
    samples,
    "To use it:\n",
    block(format.usage(connection).join("\n")),
  ].join("\n");
}

async function page(): Promise<string> {
  const made = makeCredentials(SAMPLE_CONNECTION, SAMPLE_SECRET);
  if (!made.ok) throw new Error(made.message);
  const sections = await Promise.all(
    FORMATS.map(async ({ label, load }) => section(label, await load(), made.credentials)),
  );
  return [INTRODUCTION, ...sections].join("\n");
}

async function main(): Promise<void> {
  const text = await page();
  if (!process.argv.includes("--check")) {
    writeFileSync(PAGE, text);
    return;
  }
  if (readPage() !== text) {
    process.stderr.write("docs/formats.md is not what the formats are now. Run: npx tsx scripts/formats-doc.ts\n");
    process.exitCode = 1;
  }
}

function readPage(): string | null {
  try {
    return readFileSync(PAGE, "utf8");
  } catch {
    return null;
  }
}

void main();
