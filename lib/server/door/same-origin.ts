import "server-only";
import { env } from "@/lib/server/platform/env";

/** Every unsafe request must have this header, which a form on another site can't send. */
const REQUEST_HEADER = "x-latchkey-request";

/**
 * Whether a request comes from our own pages, or from no page for safe methods. `Sec-Fetch-Site` decides if the browser
 * sends it; otherwise `Origin` must be ours. Unsafe methods also need our own header.
 */
export function isSameOrigin(request: Request): boolean {
  const site = request.headers.get("sec-fetch-site");
  const origin = request.headers.get("origin");
  const safe = request.method === "GET" || request.method === "HEAD";
  if (origin !== null && origin !== new URL(env().appUrl).origin) return false;
  if (site !== null && site !== "same-origin" && site !== "none") return false;
  if (safe) return true;
  return (site !== null || origin !== null) && request.headers.get(REQUEST_HEADER) === "1";
}
