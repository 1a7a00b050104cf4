// What our HTTP server does with a request before Next gets it, and when Next fails.
import { randomUUID } from "node:crypto";

/** @typedef {import("node:http").IncomingMessage} IncomingMessage */
/** @typedef {import("node:http").ServerResponse} ServerResponse */

/** Our largest request body is smaller. Next would read a larger one into memory before a session is checked. */
const MAX_BODY_BYTES = 64 * 1024;

/** Next responds with 500 to any other method. */
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/**
 * Makes the listener for `http.createServer`. It refuses what Next handles badly, sets `x-latchkey-address` to the
 * client's address, and hands over to Next.
 * @param {(request: IncomingMessage, response: ServerResponse) => Promise<void>} handle Next's request handler
 * @param {number} proxies how many of our own proxies are in front. Each appends one address to X-Forwarded-For; the
 *   addresses before those come from the client and are not trusted
 */
export function createListener(handle, proxies) {
  const nextTurn = createTurns();
  return async (/** @type {IncomingMessage} */ request, /** @type {ServerResponse} */ response) => {
    const refusal = refusalOf(request);
    if (refusal) return sendError(response, ...refusal);
    request.headers["x-latchkey-address"] = addressOf(request, proxies);
    if (request.method === "GET" || request.method === "HEAD") await nextTurn();
    try {
      await handle(request, response);
    } catch (error) {
      const requestId = logFailure(request, error);
      // A response that has begun can't become an error. A cut connection at least does not look like success.
      if (response.headersSent) response.destroy();
      else sendError(response, 500, "internal", "Something went wrong inside Latchkey. Try again.", requestId);
    }
  };
}

/**
 * Rendering a page occupies the event loop for some ten milliseconds. Reads therefore begin one by one, each in a turn of
 * its own: when a hundred arrive at once, what else is due, above all a change, waits for one page and not for a hundred.
 * @returns waits for the caller's turn
 */
function createTurns() {
  /** @type {(() => void)[]} */
  const waiting = [];
  const beginNext = () => {
    waiting.shift()?.();
    if (waiting.length > 0) setImmediate(beginNext);
  };
  return () =>
    new Promise((/** @type {(value?: undefined) => void} */ resolve) => {
      waiting.push(resolve);
      if (waiting.length === 1) setImmediate(beginNext);
    });
}

/**
 * Why a request does not reach Next, or null if it does.
 * @returns {[status: number, code: string, message: string] | null}
 */
function refusalOf(/** @type {IncomingMessage} */ { method = "", url = "", headers }) {
  if (!METHODS.has(method)) return [405, "method_not_allowed", "This address does not accept that method."];
  if (!url.startsWith("/") || !isDecodable(url)) return [400, "not_found", "This address is not valid."];
  if (Number(headers["content-length"] ?? 0) > MAX_BODY_BYTES)
    return [413, "payload_too_large", "The request is too large. Nothing was changed."];
  if (headers["transfer-encoding"]) return [411, "payload_too_large", "The request needs a Content-Length header."];
  return null;
}

/** Next responds with 500 to a path that can't be decoded, though the request is at fault. */
function isDecodable(/** @type {string} */ url) {
  try {
    return decodeURIComponent(url.split("?")[0] ?? "") !== "";
  } catch {
    return false;
  }
}

function addressOf(/** @type {IncomingMessage} */ request, /** @type {number} */ proxies) {
  const socket = request.socket.remoteAddress ?? "unknown";
  if (proxies === 0) return socket;
  const chain = [...String(request.headers["x-forwarded-for"] ?? "").split(","), socket].map((hop) => hop.trim());
  return chain.filter(Boolean).at(-1 - proxies) ?? socket;
}

/** Sends the body that `lib/contract/error-body.ts` describes, and closes the connection. */
function sendError(
  /** @type {ServerResponse} */ response,
  /** @type {number} */ status,
  /** @type {string} */ code,
  /** @type {string} */ message,
  requestId = randomUUID(),
) {
  response.writeHead(status, {
    "content-type": "application/json",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    connection: "close",
  });
  response.end(JSON.stringify({ error: { code, message, requestId } }));
}

/**
 * Writes one line in the form of `lib/server/platform/log.ts`. That file's scrubber is not available here, so neither the
 * address nor the error's message is logged: both could hold a secret.
 * @returns the request id of the line
 */
function logFailure(/** @type {IncomingMessage} */ { method }, /** @type {unknown} */ error) {
  const requestId = randomUUID();
  const isError = error instanceof Error;
  const frames = isError ? (error.stack ?? "").split("\n").filter((line) => line.startsWith("    at ")) : [];
  const line = {
    level: 50,
    time: new Date().toISOString(),
    requestId,
    method,
    status: 500,
    error: [isError ? error.name : typeof error, ...frames].join("\n"),
    msg: "Next failed to handle a request",
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
  return requestId;
}
