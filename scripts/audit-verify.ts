// Checks the chain of the history in the database that DATABASE_URL names: `npm run audit:verify`. Exit code 1 when an
// event is missing or was changed.
import { existsSync } from "node:fs";
import { verifyHistory } from "@/lib/server/history/verify-history";
import { closeDb } from "@/lib/server/platform/database/db";

if (existsSync(".env")) process.loadEnvFile();
const result = await verifyHistory((events) => process.stderr.write(`\r${events} events checked`));
process.stderr.write("\n");
process.stdout.write(
  result.ok
    ? `The history is complete and unchanged: ${result.events} events.\n`
    : `The history is broken at event ${result.brokenAt}: ${result.reason}. The ${result.events} events before are unchanged.\n`,
);
await closeDb();
process.exitCode = result.ok ? 0 : 1;
