/** Runs once when a server process starts: settings checked, migrations applied, the janitor at work. */
export async function register(): Promise<void> {
  if (process.env["NEXT_RUNTIME"] !== "nodejs") return;
  const { start } = await import("@/lib/server/start");
  await start();
}

/** An error that a page could not hold: its digest is what the page shows, so that both can be brought together. */
export async function onRequestError(error: unknown, request: { path: string; method: string }): Promise<void> {
  if (process.env["NEXT_RUNTIME"] !== "nodejs") return;
  const { logPageError } = await import("@/lib/server/start");
  logPageError(error, request);
}
