import { STATUS_CODES } from "node:http";
import type { Settings } from "./world";

/** The kind of error body for each status. Camunda specifies none, so several kinds are used. */
const MIXED = new Map<number, Exclude<Settings["errorBodies"], "mixed">>([
  [400, "json"],
  [401, "text"],
  [403, "text"],
  [404, "json"],
  [412, "json"],
  [500, "html"],
  [503, "html"],
]);

/** An error response of the Console API, with the kind of body that the settings ask for. */
export function errorResponse(settings: Settings, status: number, detail: string): Response {
  const kind = settings.errorBodies === "mixed" ? (MIXED.get(status) ?? "json") : settings.errorBodies;
  const title = STATUS_CODES[status] ?? "Error";
  switch (kind) {
    case "json":
      return Response.json({ status, title, detail }, { status });
    case "text":
      return new Response(detail, { status, headers: { "Content-Type": "text/plain; charset=utf-8" } });
    case "html":
      return htmlResponse(status);
    case "empty":
      return new Response(null, { status });
  }
}

/** The page that a proxy in front of the real service sends. */
export function htmlResponse(status: number): Response {
  const title = `${status} ${STATUS_CODES[status] ?? ""}`.trim();
  const page = `<html>\n<head><title>${title}</title></head>\n<body><center><h1>${title}</h1></center></body>\n</html>\n`;
  return new Response(page, { status, headers: { "Content-Type": "text/html; charset=utf-8" } });
}
