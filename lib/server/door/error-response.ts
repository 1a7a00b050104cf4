import "server-only";
import type { ErrorBody } from "@/lib/contract/error-body";
import type { AppError } from "@/lib/server/platform/errors";
import { scrub } from "@/lib/server/platform/scrub";

/** For every response of a route. */
export const NO_STORE = { "cache-control": "no-store, private" };

/** The response of a route for an error. */
export function errorResponse(error: AppError, requestId: string, headers: Record<string, string> = {}): Response {
  const { code, message, fields, retryAfter } = error;
  const body: ErrorBody = { error: { code, message: scrub(message), requestId, ...(fields && { fields }) } };
  const wait = retryAfter === undefined ? {} : { "retry-after": String(retryAfter) };
  return Response.json(body, { status: error.status, headers: { ...NO_STORE, ...wait, ...headers } });
}
