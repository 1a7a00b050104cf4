import "server-only";
import { validateHeaderValue } from "node:http";
import { Agent, type Dispatcher, request } from "undici";

/** Responses longer than this many bytes are not read to their end. */
const MAX_BYTES = 8 * 1024 * 1024;
/** How long one exchange may take from the moment it is sent, in milliseconds. Under the 15 s after which a page must say so. */
const TIMEOUT_MS = 12_000;
/** How long a request may wait for a free connection before it is given up unsent, in milliseconds. */
const QUEUE_MS = 5_000;

/** Two pools: a change must never wait behind reads that hang. */
export type Lane = "read" | "write";

const openAgent = () =>
  new Agent({
    connections: 20,
    connect: { timeout: QUEUE_MS },
    headersTimeout: 0,
    bodyTimeout: 0,
    maxResponseSize: MAX_BYTES,
  });
const agents: Record<Lane, Agent> = { read: openAgent(), write: openAgent() };

/** What came back: the text of the body, never parsed here. Redirects are not followed: they come back as they are. */
export type HttpResponse = { status: number; headers: Record<string, string | string[] | undefined>; text: string };

/**
 * No complete response came. `sent` is false only when not a byte of the request can have left.
 * timeout: no response in time · network: the connection failed · queue: no connection was free in time
 */
export class HttpFailure extends Error {
  constructor(
    readonly kind: "timeout" | "network" | "queue",
    readonly sent: boolean,
    cause: unknown,
  ) {
    super(`no response (${kind}, ${sent ? "sent" : "not sent"})`, { cause });
    this.name = "HttpFailure";
  }
}

type HttpRequest = {
  method: Dispatcher.HttpMethod;
  headers?: Record<string, string>;
  body?: string;
  lane?: Lane;
  /** Counted from the send, in milliseconds; TIMEOUT_MS without it. */
  timeoutMs?: number;
};

/** A dispatcher that reports the moment in which a request is handed to a connection. */
const observeSend = (agent: Agent, onSend: () => void) =>
  agent.compose((dispatch) => (options, handler) => {
    const start = handler.onRequestStart?.bind(handler);
    const onRequestStart: typeof handler.onRequestStart = (controller, context) => {
      onSend();
      start?.(controller, context);
    };
    return dispatch(options, Object.assign(handler, { onRequestStart }));
  });

/**
 * One HTTP exchange: a pool of our own for each lane, a size limit, no redirects, and always a time limit that counts
 * from the send. A request that finds no free connection in time is refused unsent.
 * @throws HttpFailure when no complete response came
 */
export async function exchange(
  url: string,
  { method, headers, body, lane = "read", timeoutMs = TIMEOUT_MS }: HttpRequest,
): Promise<HttpResponse> {
  const abort = new AbortController();
  let isSent = false;
  let timeout: AbortSignal | undefined;
  const queueTimer = setTimeout(() => abort.abort(), QUEUE_MS);
  const onSend = () => {
    if (isSent) return;
    isSent = true;
    clearTimeout(queueTimer);
    timeout = AbortSignal.timeout(timeoutMs);
    timeout.addEventListener("abort", () => abort.abort(), { once: true });
  };
  // Some failures inside the client never settle its promise: nothing waits for it longer than for the signal.
  const aborted = new Promise<never>((_, reject) => {
    abort.signal.addEventListener("abort", () => reject(abort.signal.reason), { once: true });
  });
  try {
    // The client never settles the promise of a request with such a header, and one of its connections stays taken.
    for (const [name, value] of Object.entries(headers ?? {})) validateHeaderValue(name, value);
    const exchanged = request(url, {
      method,
      headers: { accept: "application/json", ...headers },
      body: body ?? null,
      dispatcher: observeSend(agents[lane], onSend),
      signal: abort.signal,
    }).then(async (response) => ({
      status: response.statusCode,
      headers: response.headers,
      text: await response.body.text(),
    }));
    return await Promise.race([exchanged, aborted]);
  } catch (cause) {
    const kind = timeout?.aborted ? "timeout" : abort.signal.aborted ? "queue" : "network";
    throw new HttpFailure(kind, isSent, cause);
  } finally {
    clearTimeout(queueTimer);
  }
}

/** Reads Retry-After, in seconds or as an HTTP date; whole seconds from now, or null when absent or senseless. */
export function retryAfterSeconds(headers: HttpResponse["headers"]): number | null {
  const value = headers["retry-after"];
  if (typeof value !== "string") return null;
  if (/^\d+$/.test(value)) return Number(value);
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, Math.ceil((date - Date.now()) / 1000));
}

/** JSON or undefined: the caller's schema then refuses it. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
