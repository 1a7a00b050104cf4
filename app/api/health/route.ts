import { wasConsoleReached } from "@/lib/server/console/request";
import { ping } from "@/lib/server/platform/db";

export const dynamic = "force-dynamic";

/** Whether the app and its database serve, and when Console last answered. The one route that needs no session. */
export async function GET() {
  const isUp = await ping();
  return Response.json(
    { status: isUp ? "ok" : "unavailable", consoleReached: wasConsoleReached() },
    { status: isUp ? 200 : 503, headers: { "cache-control": "no-store" } },
  );
}
