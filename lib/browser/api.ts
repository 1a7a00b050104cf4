import type * as z from "zod/mini";
import { signalSession } from "@/lib/browser/session-signals";
import type { ErrorCode } from "@/lib/contract/errors";
import { RESPONSE_MS } from "@/lib/contract/time-limits";

/** An error with a message for people. `code` is null when there was no valid response from Latchkey. */
export class ApiError extends Error {
  constructor(
    readonly code: ErrorCode | null,
    message: string,
    readonly requestId: string | null = null,
    readonly fields: Record<string, string> = {},
  ) {
    super(message);
    this.name = "ApiError";
  }
}

/**
 * Loads the schema of a response. Pages contain their data, so a schema is only needed for the first request, and is
 * not part of a page's first load.
 */
type LoadSchema<T> = () => Promise<z.ZodMiniType<T>>;

/**
 * Waits for code that is loaded on demand. Code for a response must be loaded before the request is sent: the server
 * may be gone afterwards, and the response may contain a secret that is shown once.
 * @throws ApiError when it can't be loaded
 */
export function codeFor<T>(loading: Promise<T>): Promise<T> {
  return loading.catch(() => {
    throw new ApiError(
      null,
      "A part of this page could not be loaded. Nothing was sent. Reload the page and try again.",
    );
  });
}

async function call(path: string, init: RequestInit, over?: AbortSignal): Promise<Response> {
  const { errorBodySchema } = await codeFor(import("@/lib/contract/error-body"));
  const signal = over ?? AbortSignal.timeout(RESPONSE_MS);
  const response = await fetch(path, { ...init, signal, cache: "no-store" }).catch((cause: unknown) => {
    if (over?.aborted) throw cause;
    const isTimeout = cause instanceof DOMException && cause.name === "TimeoutError";
    const message = isTimeout
      ? "Latchkey did not respond in time."
      : "Latchkey can't be reached. Check your connection.";
    throw new ApiError(null, `${message} Then try again.`);
  });
  if (response.ok) return response;
  const parsed = errorBodySchema.safeParse(await response.json().catch(() => null));
  if (!parsed.success)
    throw new ApiError(null, "Latchkey sent a response that can't be read. Reload the page and try again.");
  const { code, message, requestId, fields } = parsed.data.error;
  if (code === "unauthenticated") signalSession("ended");
  if (code === "reauthentication_required") signalSession("reauthenticate");
  throw new ApiError(code, message, requestId, fields);
}

async function callAs<T>(path: string, init: RequestInit, load: LoadSchema<T>): Promise<T> {
  const schema = await codeFor(load());
  const response = await call(path, init);
  const parsed = schema.safeParse(await response.json().catch(() => undefined));
  if (parsed.success) return parsed.data;
  throw new ApiError(null, "Latchkey was updated while this page was open. Reload the page.");
}

/**
 * Sends a GET for a file, whose body the caller reads. It may take as long as it takes.
 * @param signal ends it; what is thrown then is the signal's reason
 * @throws ApiError
 */
export function getFile(path: string, signal: AbortSignal): Promise<Response> {
  return call(path, { method: "GET" }, signal);
}

/** Sends a GET and parses the response. @throws ApiError */
export function get<T>(path: string, load: LoadSchema<T>): Promise<T> {
  return callAs(path, { method: "GET" }, load);
}

/** The server accepts no change without this header, which a form on another site can't send. */
const HEADERS = { "content-type": "application/json", "x-latchkey-request": "1" };

/** POSTs JSON and parses the response. @throws ApiError */
export function post<T>(path: string, body: unknown, load: LoadSchema<T>): Promise<T> {
  return callAs(path, { method: "POST", headers: HEADERS, body: JSON.stringify(body) }, load);
}

/** PATCHes JSON and parses the response. @throws ApiError */
export function change<T>(path: string, body: unknown, load: LoadSchema<T>): Promise<T> {
  return callAs(path, { method: "PATCH", headers: HEADERS, body: JSON.stringify(body) }, load);
}

/** Sends a change whose response is not read. `keepalive` lets it finish while the page closes. @throws ApiError */
export async function send(
  method: "POST" | "PATCH" | "DELETE",
  path: string,
  body?: unknown,
  keepalive = false,
): Promise<void> {
  await call(path, { method, headers: HEADERS, keepalive, ...(body !== undefined && { body: JSON.stringify(body) }) });
}
