// Checks the setup that the environment or .env describes: `npm run doctor`. Exit code 0 when Latchkey can work with it,
// also with warnings, and 1 when something is broken. Sends what the setup check of the settings sends, and no more.
import { existsSync } from "node:fs";
import type { SetupCheck } from "@/lib/contract/setup";
import { SETUP_PART_NAMES, SETUP_PARTS, SETUP_STATE_NAMES, type SetupPart } from "@/lib/contract/setup-parts";
import { closeDb } from "@/lib/server/platform/database/db";
import { checkPart } from "@/lib/server/setup/check-part";

if (existsSync(".env")) process.loadEnvFile();

function print(part: SetupPart, checks: readonly SetupCheck[]): void {
  const lines = checks.flatMap(({ name, state, found, step }) => [
    `  ${SETUP_STATE_NAMES[state].padEnd(7)}  ${name}: ${found}`,
    ...(step === null ? [] : [`           -> ${step}`]),
  ]);
  process.stdout.write(`${[SETUP_PART_NAMES[part], ...lines].join("\n")}\n`);
}

let hasFault = false;
for (const part of SETUP_PARTS) {
  const checks = await checkPart(part);
  print(part, checks);
  hasFault ||= checks.some(({ state }) => state === "fault");
  // Without valid settings, nothing else can be asked.
  if (part === "settings" && hasFault) break;
}
process.exitCode = hasFault ? 1 : 0;
await closeDb();
