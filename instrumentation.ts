/** Next calls this once when a server process starts. It checks settings, applies migrations and starts background jobs. */
export async function register(): Promise<void> {
  if (process.env["NEXT_RUNTIME"] !== "nodejs") return;
  const { start } = await import("@/lib/server/start");
  await start();
}

/** Next calls this for an error that no page caught. The log line has the digest that the error page shows. */
export async function onRequestError(error: unknown, request: { path: string; method: string }): Promise<void> {
  if (process.env["NEXT_RUNTIME"] !== "nodejs") return;
  const { logPageError } = await import("@/lib/server/start");
  logPageError(error, request);
}
