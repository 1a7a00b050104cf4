import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Context, MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import { htmlResponse } from "./errors";
import type { Fault, Faults } from "./faults";
import type { Hangs } from "./hangs";
import type { RequestLog } from "./requests";

type NodeEnv = { Bindings: HttpBindings };

/** Records every request, and applies its fault, if there is one, around the real handler. */
export function traffic(log: RequestLog, faults: Faults, hangs: Hangs, now: () => number): MiddlewareHandler<NodeEnv> {
  return async (c, next) => {
    const record = log.open(c.req.method, c.req.path, routeOf(c), new Date(now()));
    const fault = faults.take(c.req.method, c.req.path);
    if (fault === undefined) {
      await next();
      log.settle(record, c.res.status, null);
      return;
    }
    try {
      const replacement = await apply(fault, c, next, hangs, () => log.hold(record));
      // Hono keeps the headers of the response it already has, unless that is removed first.
      if (replacement !== undefined) {
        c.res = undefined;
        c.res = replacement;
      }
    } catch {
      // It was broken off, or the real handler had no response that the fault could change: send nothing.
      c.env.incoming.socket.destroy();
      c.res = undefined;
      c.res = RESPONSE_ALREADY_SENT;
    }
    const sent = c.res !== RESPONSE_ALREADY_SENT || c.env.outgoing.headersSent;
    log.settle(record, sent ? statusOf(c) : null, fault.do);
  };
}

/** The route that the request matched, without the regular expressions of its parameters. */
function routeOf(c: Context): string | null {
  const route = matchedRoutes(c).findLast(({ method }) => method !== "ALL");
  return route === undefined ? null : `${route.method} ${route.path.replace(/\{[^}]*\}/g, "")}`;
}

function statusOf(c: Context<NodeEnv>): number {
  return c.env.outgoing.headersSent ? c.env.outgoing.statusCode : c.res.status;
}

/** Applies a fault. Returns the response to send instead of the real one, if any. */
async function apply(
  fault: Fault,
  c: Context<NodeEnv>,
  commit: () => Promise<void>,
  hangs: Hangs,
  onHold: () => void,
): Promise<Response | undefined> {
  const committed = !("when" in fault) || fault.when === "after-commit";
  if (committed) await commit();
  switch (fault.do) {
    case "delay":
      await hangs.late(fault.ms);
      if (!committed) await commit();
      return undefined;
    case "hang":
      onHold();
      await hangs.hold();
      if (!committed) await commit();
      return undefined;
    case "reset":
      c.env.incoming.socket.resetAndDestroy();
      return RESPONSE_ALREADY_SENT;
    case "answer":
      return responseOf(fault.status, fault.headers, fault.body);
    case "html":
      return htmlResponse(fault.status);
    case "truncate":
      return truncated(c, fault.honest);
    case "broken-json":
      return new Response('{"status": "ok", "items": [,', {
        status: committed ? c.res.status : 200,
        headers: { "Content-Type": "application/json" },
      });
    case "omit": {
      const body: unknown = await c.res.json();
      const kept = Object.entries(Object(body)).filter(([field]) => !fault.fields.includes(field));
      return Response.json(Object.fromEntries(kept), { status: c.res.status });
    }
  }
}

function responseOf(status: number, headers: Record<string, string>, body: unknown): Response {
  if (body === undefined || status === 204 || status === 304) return new Response(null, { status, headers });
  return typeof body === "string"
    ? new Response(body, { status, headers: { "Content-Type": "text/plain; charset=utf-8", ...headers } })
    : Response.json(body, { status, headers });
}

/** Sends half of the real body. Unless `honest`, Content-Length promises all of it and the connection breaks off. */
async function truncated(c: Context<NodeEnv>, honest: boolean): Promise<Response> {
  const body = Buffer.from(await c.res.arrayBuffer());
  const half = body.subarray(0, Math.floor(body.length / 2));
  const headers = {
    "Content-Type": c.res.headers.get("content-type") ?? "application/json",
    "Content-Length": String(honest ? half.length : body.length),
  };
  if (honest) return new Response(half, { status: c.res.status, headers });
  const { incoming, outgoing } = c.env;
  outgoing.writeHead(c.res.status, headers);
  outgoing.write(half, () => incoming.socket.destroy());
  return RESPONSE_ALREADY_SENT;
}
