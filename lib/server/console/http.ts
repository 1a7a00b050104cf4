import "server-only";
import { Agent, type Dispatcher, request } from "undici";

/** Answers over this many bytes are not read to their end. */
const MAX_BYTES = 8 * 1024 * 1024;
/** How long one upstream exchange may take, in milliseconds. Under the 15 s after which a page must say so. */
const TIMEOUT_MS = 12_000;

const agent = new Agent({
  connections: 20,
  connect: { timeout: 5_000 },
  headersTimeout: TIMEOUT_MS,
  bodyTimeout: TIMEOUT_MS,
  maxResponseSize: MAX_BYTES,
});

/** What came back: the text of the body, never parsed here. Redirects are not followed: they come back as they are. */
export type HttpAnswer = { status: number; headers: Record<string, string | string[] | undefined>; text: string };

/** No whole answer came. `sent` is false only when not a byte of the request can have left. */
export class HttpFailure extends Error {
  constructor(
    readonly kind: "timeout" | "network",
    readonly sent: boolean,
    cause: unknown,
  ) {
    super(`no answer (${kind})`, { cause });
    this.name = "HttpFailure";
  }
}

const NEVER_SENT = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "UND_ERR_CONNECT_TIMEOUT"]);

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

type HttpRequest = {
  method: Dispatcher.HttpMethod;
  headers?: Record<string, string>;
  body?: string;
  /** In milliseconds; TIMEOUT_MS without it, and never more. */
  timeoutMs?: number;
};

/**
 * One HTTP exchange with Camunda: own connection pool, always a timeout, a size limit, no redirects.
 * @throws HttpFailure when no whole answer came.
 */
export async function exchange(
  url: string,
  { method, headers, body, timeoutMs = TIMEOUT_MS }: HttpRequest,
): Promise<HttpAnswer> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const answer = await request(url, {
      method,
      headers: { accept: "application/json", ...headers },
      body: body ?? null,
      dispatcher: agent,
      signal,
    });
    return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() };
  } catch (cause) {
    const code = codeOf(cause);
    const timedOut = signal.aborted || code.includes("TIMEOUT");
    throw new HttpFailure(timedOut ? "timeout" : "network", !NEVER_SENT.has(code), cause);
  }
}

/** Reads Retry-After, in seconds or as an HTTP date; whole seconds from now, or null when absent or senseless. */
export function retryAfterSeconds(headers: HttpAnswer["headers"]): number | null {
  const value = headers["retry-after"];
  if (typeof value !== "string") return null;
  if (/^\d+$/.test(value)) return Number(value);
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, Math.ceil((date - Date.now()) / 1000));
}

/** JSON or undefined: the caller's schema then says no. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
