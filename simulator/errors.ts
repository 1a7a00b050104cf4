import { STATUS_CODES } from "node:http";
import type { Settings } from "./world";

/** What an error body is when nothing is specified: each status has been given another kind. */
const MIXED: Record<number, Exclude<Settings["errorBodies"], "mixed">> = {
  400: "json",
  401: "text",
  403: "text",
  404: "json",
  412: "json",
  500: "html",
  503: "html",
};

/** An error answer of the Console API, in the kind of body that is set. */
export function errorAnswer(settings: Settings, status: number, detail: string): Response {
  const kind = settings.errorBodies === "mixed" ? (MIXED[status] ?? "json") : settings.errorBodies;
  const title = STATUS_CODES[status] ?? "Error";
  switch (kind) {
    case "json":
      return Response.json({ status, title, detail }, { status });
    case "text":
      return new Response(detail, { status, headers: { "Content-Type": "text/plain; charset=utf-8" } });
    case "html":
      return htmlAnswer(status);
    case "empty":
      return new Response(null, { status });
  }
}

/** The page that a proxy in front of the real service would send. */
export function htmlAnswer(status: number): Response {
  const title = `${status} ${STATUS_CODES[status] ?? ""}`.trim();
  const page = `<html>\n<head><title>${title}</title></head>\n<body><center><h1>${title}</h1></center></body>\n</html>\n`;
  return new Response(page, { status, headers: { "Content-Type": "text/html; charset=utf-8" } });
}
