import { methods } from "@/lib/server/door/methods";
import { getHealth } from "@/lib/server/health";

export const dynamic = "force-dynamic";

/**
 * What works. 503 unless the database serves reads and accepts writes; with `?need=reads` it is 200 for as long as pages
 * can be shown. The one route that needs no session.
 */
async function respond(request: Request) {
  const health = await getHealth();
  const isReadable = new URL(request.url).searchParams.get("need") === "reads" && health.database.reads;
  const status = health.status === "ok" || isReadable ? 200 : 503;
  return Response.json(health, { status, headers: { "cache-control": "no-store" } });
}

export const { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } = methods({ GET: respond });
