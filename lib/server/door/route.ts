import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Right } from "@/lib/contract/rights";
import type { Principal } from "@/lib/server/access/principal";
import { type Limited, limit } from "@/lib/server/access/rate-limit";
import { recordStranger } from "@/lib/server/access/refusals";
import { refuse, requireRight } from "@/lib/server/access/rights";
import { errorResponse, NO_STORE } from "@/lib/server/door/error-response";
import { type FileStream, fileResponse } from "@/lib/server/door/file-response";
import { isSameOrigin } from "@/lib/server/door/same-origin";
import { findVisitor } from "@/lib/server/identity/find-visitor";
import { requestFacts } from "@/lib/server/identity/request-facts";
import { isFresh, type SessionRow } from "@/lib/server/identity/session";
import { AppError } from "@/lib/server/platform/errors";
import { log } from "@/lib/server/platform/log";
import { toAppError } from "@/lib/server/platform/to-app-error";

const MAX_BODY_BYTES = 64 * 1024;

/** JSON, a file, or with neither an empty response. */
type Result = { status?: number; body?: unknown; file?: FileStream };
type Input<P, Q, B> = { principal: Principal; session: SessionRow; params: P; query: Q; body: B };
type Options<P, Q, B> = {
  right: Right;
  /** Path parameters. An invalid one is a 404, because nothing with this ID can exist. */
  params?: z.core.$ZodType<P>;
  query?: z.core.$ZodType<Q>;
  body?: z.core.$ZodType<B>;
  /** The route's own rate limit, in addition to the one for all requests. */
  limit?: Limited;
  /** True for what asks for a sign-in of the last LATCHKEY_REAUTH_MINUTES. */
  fresh?: boolean;
  /** False for a request that must not put off the idle end of its session. */
  keepsAlive?: boolean;
  handle: (input: Input<P, Q, B>) => Promise<Result>;
};
type Context = { params: Promise<Record<string, string | string[] | undefined>> };

/** The cluster and the client of a path, for the event of a refusal. */
const subjectSchema = z.object({ clusterId: z.string().exactOptional(), clientId: z.string().exactOptional() });

function parse<T>(schema: z.core.$ZodType<T>, value: unknown): T {
  const parsed = z.safeParse(schema, value);
  if (parsed.success) return parsed.data;
  const fields: Record<string, string> = {};
  for (const issue of parsed.error.issues) fields[issue.path.join(".") || "body"] ??= issue.message;
  throw new AppError("invalid_input", { fields });
}

/** A route without a schema for its query takes none. */
const NO_QUERY = z.strictObject({});

/** A query's values by name. A repeated name is refused, because readers disagree about which one counts. */
function readQuery({ searchParams }: URL): Record<string, string> {
  const values = new Map<string, string>();
  for (const [name, value] of searchParams) {
    if (values.has(name)) throw new AppError("invalid_input", { fields: { query: "A name is repeated." } });
    values.set(name, value);
  }
  // Unlike an assignment, this keeps the name __proto__, so that the schema can refuse it.
  return Object.fromEntries(values);
}

/** Reads at most 64 KiB of JSON. Counts the received bytes, because the declared length can be wrong. */
async function readJson(request: Request): Promise<unknown> {
  if (!/^application\/json\s*(;|$)/i.test(request.headers.get("content-type") ?? ""))
    throw new AppError("unsupported_media_type");
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_BODY_BYTES) throw new AppError("payload_too_large");
    chunks.push(chunk);
  }
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks)));
  } catch {
    throw new AppError("invalid_input", { fields: { body: "The body is not JSON." } });
  }
}

/**
 * Creates a route handler with the guard of all API routes except sign-in and health. It checks, in this order: same
 * origin, a principal with a live session, the right, a fresh sign-in where one is asked for, the rate limit, path, query
 * and body. Then it runs the use case.
 */
export function route<P = undefined, Q = undefined, B = undefined>(options: Options<P, Q, B>) {
  return async (request: Request, context: Context): Promise<Response> => {
    const started = Date.now();
    const sent = requestFacts(request.headers);
    const requestId = sent.requestId ?? randomUUID();
    const facts = { requestId, method: request.method, route: new URL(request.url).pathname.slice(0, 200) };
    try {
      if (!isSameOrigin(request)) throw new AppError("cross_site");
      const visitor = await findVisitor(request.headers, { keepsAlive: options.keepsAlive ?? true });
      if (!visitor) throw new AppError("unauthenticated");
      await limit("request", visitor.facts.memberId);
      if (!visitor.principal) return await refuse({ ...visitor.facts, requestId }, "no_access");
      const principal = { ...visitor.principal, requestId };
      const path = options.params && z.safeParse(options.params, await context.params);
      // Whether it is about something that this member created is the use case's to decide.
      await requireRight(principal, options.right, { ...subjectSchema.parse(path?.data ?? {}), isOwn: true });
      if (options.fresh && !isFresh(visitor.session)) throw new AppError("reauthentication_required");
      if (options.limit) await limit(options.limit, principal.memberId);
      if (path && !path.success) throw new AppError("not_found");
      const search = readQuery(new URL(request.url));
      const {
        body,
        file,
        status = body === undefined && !file ? 204 : 200,
      } = await options.handle({
        principal,
        session: visitor.session,
        params: path?.data as P,
        query: parse<unknown>(options.query ?? NO_QUERY, search) as Q,
        body: (options.body ? parse(options.body, await readJson(request)) : undefined) as B,
      });
      log.info("responded", {
        ...facts,
        memberId: principal.memberId,
        status,
        ms: Date.now() - started,
      });
      if (file) return await fileResponse(file, request);
      if (body === undefined) return new Response(null, { status, headers: NO_STORE });
      return Response.json(body, { status, headers: NO_STORE });
    } catch (thrown) {
      const error = toAppError(thrown);
      const { code, status } = error;
      const line = { ...facts, address: sent.address, status, code, ms: Date.now() - started };
      if (status >= 500) log.error("failed", { ...line, error: error.cause ?? error });
      else log.info("refused", line);
      if (code === "unauthenticated" || code === "cross_site") {
        const detail = { code, request: `${facts.method} ${facts.route}` };
        await recordStranger({ address: sent.address, requestId }, { action: "access.refuse", detail });
      }
      return errorResponse(error, requestId);
    }
  };
}
