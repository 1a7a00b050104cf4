import "server-only";
import { Agent as NodeAgent, validateHeaderValue } from "node:http";
import { Agent as NodeTlsAgent } from "node:https";
import { Agent, type Dispatcher, request } from "undici";
import { publicConnector } from "@/lib/server/platform/public-hosts";

/** The maximum length of a response, in bytes. */
const MAX_BYTES = 8 * 1024 * 1024;
const LARGE_BYTES = 32 * 1024 * 1024;
/** Of the answer to a notice a sentence is shown. */
const NOTICE_BYTES = 64 * 1024;
/** The time limit for an exchange once it is sent, in milliseconds. A page must respond within 15 s. */
const TIMEOUT_MS = 12_000;
/** How long a request can wait for a free connection before it is given up unsent, in milliseconds. */
const QUEUE_MS = 5_000;

/**
 * One pool of connections for each: a change must never wait behind reads that hang. `large` is for the one response
 * that has no limit upstream. `notice` reaches no private network.
 */
type Lane = "read" | "write" | "large" | "notice";

const openAgent = (
  connections = 20,
  maxResponseSize = MAX_BYTES,
  connect: Agent.Options["connect"] = { timeout: QUEUE_MS },
) =>
  new Agent({
    connections,
    connect,
    headersTimeout: 0,
    bodyTimeout: 0,
    maxResponseSize,
  });
const agents: Record<Lane, Agent> = {
  read: openAgent(),
  write: openAgent(),
  large: openAgent(2, LARGE_BYTES),
  notice: openAgent(8, NOTICE_BYTES, publicConnector(QUEUE_MS)),
};

/** For https and http. Without keep-alive, each exchange has a connection of its own, and so its limits. */
const nodeAgents = [new NodeTlsAgent({ maxSockets: 20 }), new NodeAgent({ maxSockets: 20 })] as const;
for (const agent of nodeAgents) limitConnections(agent);

/** Cuts each connection at the same limits as an `exchange`, counted from the moment in which it is opened. */
function limitConnections(agent: NodeAgent): void {
  const open = agent.createConnection.bind(agent);
  agent.createConnection = (options, onConnect) => {
    const socket = open(options, onConnect);
    if (!socket) return socket;
    const timer = setTimeout(() => socket.destroy(new Error("There was no complete response in time.")), TIMEOUT_MS);
    let received = 0;
    socket.on("data", ({ length }: Buffer) => {
      received += length;
      if (received > MAX_BYTES) socket.destroy(new Error("The response is too long."));
    });
    return socket.once("close", () => clearTimeout(timer));
  };
}

/**
 * Options for a library that makes its own requests with node:http, such as that of the sign-in. They hold it to the
 * limits of an `exchange`, and to the protocol of this URL.
 */
export function limitedHttpOptions(url: string) {
  const [tls, plain] = nodeAgents;
  return { agent: url.startsWith("https:") ? tls : plain, timeout: TIMEOUT_MS };
}

/** A response with the text of its body, which is not parsed here. Redirects are returned, not followed. */
export type HttpResponse = { status: number; headers: Record<string, string | string[] | undefined>; text: string };

/**
 * No complete response arrived. `sent` is false only when no byte of the request can have been sent.
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

/** Reports the moment in which a request is handed to a connection. */
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
 * One HTTP exchange, with a size limit, a time limit that starts when the request is sent, and no redirects. A request
 * that gets no connection in time is given up unsent.
 * @throws HttpFailure when no complete response arrived
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
  // Some failures in undici never settle its promise, so nothing waits for it longer than for the signal.
  const aborted = new Promise<never>((_, reject) => {
    abort.signal.addEventListener("abort", () => reject(abort.signal.reason), { once: true });
  });
  try {
    // With an invalid header, undici never settles its promise and never frees the connection.
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

/** Reads Retry-After, a number of seconds or an HTTP date. Whole seconds from now, or null when absent or invalid. */
export function retryAfterSeconds(headers: HttpResponse["headers"]): number | null {
  const value = headers["retry-after"];
  if (typeof value !== "string") return null;
  if (/^\d+$/.test(value)) return Number(value);
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, Math.ceil((date - Date.now()) / 1000));
}

/** By how much the sender's clock is ahead of ours, in milliseconds, by the Date header. Null when absent or invalid. */
export function clockAheadMs(headers: HttpResponse["headers"]): number | null {
  const { date } = headers;
  const at = typeof date === "string" ? Date.parse(date) : Number.NaN;
  return Number.isNaN(at) ? null : at - Date.now();
}

/** Parses JSON. Undefined when it is invalid, which the caller's schema then refuses. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
