// What our HTTP server does with a request before Next gets it, and when Next fails.
import { randomUUID } from "node:crypto";
import { constants } from "node:zlib";
import compression from "compression";
import { parseAndValidateFlightRouterState } from "next/dist/server/app-render/parse-and-validate-flight-router-state.js";
import { errorBody, errorHeaders } from "./http-server.mjs";
import { ERROR, printLine } from "./output.mjs";

/** @typedef {import("node:http").IncomingMessage} IncomingMessage */
/** @typedef {import("node:http").ServerResponse} ServerResponse */

/** Our largest request body is smaller. Next would read a larger one into memory before a session is checked. */
const MAX_BODY_BYTES = 64 * 1024;

/**
 * Compresses pages. At this quality Brotli takes as long as gzip, and makes them a sixth smaller. What the API answers is
 * never compressed: the length of a compressed secret would tell of it.
 */
const compress = compression({
  brotli: { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } },
  filter: (request, response) => !request.url.startsWith("/api/") && compression.filter(request, response),
});

const isHealth = (/** @type {string | undefined} */ url) => url?.split("?")[0] === "/api/health";

/** A page or a file is only read. Next responds with 500 to some other methods. */
const READS = new Set(["GET", "HEAD"]);
const METHODS = new Set([...READS, "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** The only header with `x-` that is for us. */
const OWN_HEADER = "x-latchkey-request";

/** Names in a query that Next removes, so that a route could not refuse them. nxtP and nxtI are Next's own prefixes. */
const LOST_NAMES = /^(__proto__$|nxt[PI])/;

/**
 * Makes the listener of the HTTP server. It refuses what Next handles badly, removes headers that a browser never sends,
 * sets `x-latchkey-address` to the client's address and marks what a page fetches ahead, and hands over to Next.
 * @param {(request: IncomingMessage, response: ServerResponse) => Promise<void>} handle Next's request handler
 * @param {{ appUrl: string, proxies: number, sendFile?: import("./static-files.mjs").Send }} options the address that
 *   people open; how many of our own proxies are in front (each appends one address to X-Forwarded-For; the addresses
 *   before those come from the client and are not trusted); and what sends a static file, if the request asks for one
 */
export function createListener(handle, { appUrl, proxies, sendFile }) {
  const nextTurn = createTurns();
  return async (/** @type {IncomingMessage} */ request, /** @type {ServerResponse} */ response) => {
    const refusal = refusalOf(request, appUrl);
    if (refusal) return sendError(response, refusal);
    if (sendFile?.(request, response)) return;
    const address = addressOf(request, proxies);
    removeInternalHeaders(request);
    request.headers["x-latchkey-address"] = address;
    // Next hides its own header from pages.
    if (request.headers["next-router-prefetch"]) request.headers["x-latchkey-prefetch"] = "1";
    if (READS.has(request.method ?? "") && !isHealth(request.url)) await nextTurn();
    compress(/** @type {any} */ (request), /** @type {any} */ (response), () => {});
    try {
      await handle(request, response);
    } catch (error) {
      const requestId = logFailure(request, error);
      // A response that has begun can't become an error. A cut connection at least does not look like success.
      if (response.headersSent) response.destroy();
      else {
        const message = "Something went wrong inside Latchkey. Try again.";
        sendError(response, { status: 500, code: "internal", message, requestId });
      }
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

/** @typedef {{ status: number, code: string, message: string, allow?: Set<string>, requestId?: string }} Refusal */

/**
 * Why a request does not reach Next, or null if it does.
 * @returns {Refusal | null}
 */
function refusalOf(/** @type {IncomingMessage} */ request, /** @type {string} */ appUrl) {
  const { method = "", url = "", headers } = request;
  // Load balancers ask by IP address.
  if (!isHealth(url) && !isOwnHost(request, appUrl))
    return { status: 421, code: "wrong_host", message: `Latchkey is not served at this address. Open ${appUrl}.` };
  const allow = url.startsWith("/api/") ? METHODS : READS;
  if (!allow.has(method))
    return { status: 405, code: "method_not_allowed", message: "This address does not accept that method.", allow };
  if (!url.startsWith("/") || !isDecodable(url))
    return { status: 400, code: "bad_request", message: "This address is not valid." };
  const query = new URLSearchParams(url.split("?").slice(1).join("?"));
  if ([...query.keys()].some((name) => LOST_NAMES.test(name)))
    return { status: 422, code: "invalid_input", message: "Some of the values can't be accepted." };
  if (!isRouterState(headers["next-router-state-tree"]))
    return { status: 400, code: "bad_request", message: "The header Next-Router-State-Tree can't be read." };
  if (!isUtf8(headers["content-type"]))
    return { status: 415, code: "unsupported_media_type", message: "Latchkey reads UTF-8 only. Nothing was changed." };
  if (Number(headers["content-length"] ?? 0) > MAX_BODY_BYTES)
    return { status: 413, code: "payload_too_large", message: "The request is too large. Nothing was changed." };
  if (headers["transfer-encoding"])
    return { status: 411, code: "payload_too_large", message: "The request needs a Content-Length header." };
  return null;
}

/**
 * Whether a request names our host, once. With DNS rebinding, a page of another site sends its own host to our address,
 * and the browser takes the two for one origin.
 */
function isOwnHost(/** @type {IncomingMessage} */ { headersDistinct: { host = [] } }, /** @type {string} */ appUrl) {
  const own = new URL(appUrl);
  const [name = ""] = host;
  const claimed = `${own.protocol}//${name}`;
  return host.length === 1 && /^[\w.:[\]-]+$/.test(name) && URL.canParse(claimed) && new URL(claimed).host === own.host;
}

/** Next responds with 500 to a router state that its own check refuses. */
function isRouterState(/** @type {string | string[] | undefined} */ header) {
  try {
    parseAndValidateFlightRouterState(header);
    return true;
  } catch {
    return false;
  }
}

/** Every reader behind this one decodes bodies as UTF-8, whatever they say. */
function isUtf8(/** @type {string | undefined} */ contentType = "") {
  return [...contentType.matchAll(/charset\s*=\s*"?([^\s";]*)/gi)].every(([, name]) => name?.toLowerCase() === "utf-8");
}

/**
 * The parts of Next, and hosts of Next, speak to each other by headers that Next would take from anybody. Browsers send
 * none of them, and none of what only a proxy can say. Range goes too: responses are sent whole, because part of a
 * compressed one is of no use.
 */
function removeInternalHeaders(/** @type {IncomingMessage} */ { headers }) {
  for (const name of Object.keys(headers))
    if ((name.startsWith("x-") && name !== OWN_HEADER) || ["next-resume", "next-action", "range"].includes(name))
      delete headers[name];
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

/** Refuses a request, and closes the connection. */
function sendError(
  /** @type {ServerResponse} */ response,
  /** @type {Refusal} */ { status, code, message, allow, requestId },
) {
  const body = errorBody(code, message, requestId);
  response.writeHead(status, { ...errorHeaders(body), ...(allow && { allow: [...allow].join(", ") }) });
  response.end(body);
}

/**
 * Logs neither the address nor the error's message: both can hold what the caller sent.
 * @returns the request id of the line
 */
function logFailure(/** @type {IncomingMessage} */ { method }, /** @type {unknown} */ error) {
  const requestId = randomUUID();
  const isError = error instanceof Error;
  const frames = isError ? (error.stack ?? "").split("\n").filter((line) => line.startsWith("    at ")) : [];
  const text = [isError ? error.name : typeof error, ...frames].join("\n");
  printLine(ERROR, "Next failed to handle a request", { requestId, method, status: 500, error: text });
  return requestId;
}
