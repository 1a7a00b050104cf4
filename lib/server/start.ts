import "server-only";
import { startJanitor } from "@/lib/server/clients/janitor";
import { healUnwritten } from "@/lib/server/clients/unwritten";
import { closeDb } from "@/lib/server/platform/db";
import { EnvError, env } from "@/lib/server/platform/env";
import { log } from "@/lib/server/platform/log";
import { applyMigrations, MigrationError } from "@/lib/server/platform/migrate";
import { keepOutOfLogsForEver } from "@/lib/server/platform/scrub";

/** Ends a start that can't succeed, with one line per fault and no stack. */
function refuseStart(faults: readonly string[]): never {
  for (const fault of faults) process.stderr.write(`Latchkey can't start: ${fault}\n`);
  process.exit(1);
}

/** Checks the settings, brings the database up to date, and starts the janitor. Ends the process when it can't. */
export async function start(): Promise<void> {
  try {
    const { appSecret, console: api, oidc, databaseUrl } = env();
    for (const secret of [appSecret, api.clientSecret, oidc?.clientSecret ?? ""]) keepOutOfLogsForEver(secret);
    const applied = await applyMigrations(databaseUrl);
    if (applied.length > 0) log.info("migrations applied", { count: applied.length });
    startJanitor();
    Reflect.set(globalThis, Symbol.for("latchkey.finish"), finish);
    const started: unknown = Reflect.get(globalThis, Symbol.for("latchkey.started"));
    if (typeof started === "function") started();
  } catch (error) {
    if (error instanceof EnvError) refuseStart(error.faults);
    if (error instanceof MigrationError) refuseStart([error.message]);
    log.error("start failed", { error });
    refuseStart(["DATABASE_URL: the database can't be opened or brought up to date. The log line above says why."]);
  }
}

/** What is left to do before this process ends: answers of Camunda that are not in the database yet. */
async function finish(): Promise<void> {
  await healUnwritten().catch((error: unknown) => log.error("ended with answers unwritten", { error }));
  await closeDb();
}

/** Logs an error that only a page's error boundary caught, with the id that it shows: see `loadPage` for a digest. */
export function logPageError(error: unknown, { path, method }: { path: string; method: string }): void {
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : undefined;
  const requestId = digest?.split("/")[1] ?? digest;
  log.error("page failed", { route: path.split("?")[0] ?? path, method, error, ...(requestId && { requestId }) });
}
