// Checks the history in the database that DATABASE_URL names: `npm run audit:verify`. Exit code 0 when it is complete and
// unchanged, 1 when it is not. With --json, prints the result as JSON. The check itself becomes an event.
import { existsSync } from "node:fs";
import { verificationText } from "@/lib/contract/verification";
import { appendEvent, LATCHKEY } from "@/lib/server/history/append-event";
import { continuesKey } from "@/lib/server/history/begin-key";
import { verificationEntry } from "@/lib/server/history/verification-entry";
import { verifyHistory } from "@/lib/server/history/verify-history";
import { closeDb, transaction } from "@/lib/server/platform/database/db";

if (existsSync(".env")) process.loadEnvFile();

const showProgress = (checked: number, total: number) => {
  if (process.stderr.isTTY) process.stderr.write(`\r${checked} of ${total} events checked`);
};
const result = await verifyHistory(showProgress);
if (process.stderr.isTTY) process.stderr.write("\n");
const { title, text } = verificationText(result);
process.stdout.write(process.argv.includes("--json") ? `${JSON.stringify(result)}\n` : `${title}.\n${text}\n`);
process.exitCode = result.ok ? 0 : 1;

// With another key than the history's, the event would break it.
const record = async () => {
  if (!(await continuesKey())) throw new Error("LATCHKEY_AUDIT_KEY is not the key of the newest event");
  await transaction((tx) => appendEvent(tx, LATCHKEY, verificationEntry(result, { command: "npm run audit:verify" })));
};
await record().catch((error: unknown) => {
  process.stderr.write(
    `This check could not be recorded in the audit log: ${error instanceof Error ? error.message : error}.\n`,
  );
});
await closeDb();
