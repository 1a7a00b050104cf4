import type * as z from "zod/mini";
import type { ErrorCode } from "@/lib/contract/errors";

/** What went wrong, in words for people. `code` is null when no answer of ours came at all. */
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

/** A request that takes longer than this is given up, in milliseconds; it leaves the server room for two upstream calls. */
const TIMEOUT_MS = 60_000;

/**
 * Fetches the schema of an answer. Pages come with their data, so no schema is needed before something is asked anew,
 * and none is part of a page's first load.
 */
type LoadSchema<T> = () => Promise<z.ZodMiniType<T>>;

/**
 * Waits for code that is fetched when it is needed. What an answer needs is waited for before the question is sent:
 * between the two the server may go away, and the answer may hold what is shown once.
 * @throws ApiError when it can't be had
 */
export function codeFor<T>(loading: Promise<T>): Promise<T> {
  return loading.catch(() => {
    throw new ApiError(
      null,
      "A part of this page could not be loaded. Nothing was sent. Reload the page and try again.",
    );
  });
}

async function call(path: string, init: RequestInit): Promise<Response> {
  const { errorBodySchema } = await codeFor(import("@/lib/contract/error-body"));
  const response = await fetch(path, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS), cache: "no-store" }).catch(
    (cause: unknown) => {
      const slow = cause instanceof DOMException && cause.name === "TimeoutError";
      const words = slow ? "Latchkey did not answer in time." : "Latchkey can't be reached. Check your connection.";
      throw new ApiError(null, `${words} Then try again.`);
    },
  );
  if (response.ok) return response;
  const parsed = errorBodySchema.safeParse(await response.json().catch(() => null));
  if (!parsed.success)
    throw new ApiError(null, "Latchkey gave an answer that can't be read. Reload the page and try again.");
  const { code, message, requestId, fields } = parsed.data.error;
  throw new ApiError(code, message, requestId, fields);
}

async function callAs<T>(path: string, init: RequestInit, load: LoadSchema<T>): Promise<T> {
  const schema = await codeFor(load());
  const response = await call(path, init);
  const parsed = schema.safeParse(await response.json().catch(() => undefined));
  if (parsed.success) return parsed.data;
  throw new ApiError(null, "Latchkey was updated while this page was open. Reload the page.");
}

/** GET and parse by the contract. @throws ApiError */
export function get<T>(path: string, load: LoadSchema<T>): Promise<T> {
  return callAs(path, { method: "GET" }, load);
}

/** The header without which the server takes no change: another site's form can't send it. */
const HEADERS = { "content-type": "application/json", "x-latchkey-request": "1" };

/** POST JSON and parse by the contract. @throws ApiError */
export function post<T>(path: string, body: unknown, load: LoadSchema<T>): Promise<T> {
  return callAs(path, { method: "POST", headers: HEADERS, body: JSON.stringify(body) }, load);
}

/** POST or DELETE whose answer has no body. `keepalive` lets it finish while the page closes. @throws ApiError */
export async function send(method: "POST" | "DELETE", path: string, body?: unknown, keepalive = false): Promise<void> {
  await call(path, { method, headers: HEADERS, keepalive, ...(body !== undefined && { body: JSON.stringify(body) }) });
}
