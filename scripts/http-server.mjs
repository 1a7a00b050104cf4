// The HTTP server in front of Next: its time limits, the headers of every response, and what it says about a request that
// is not HTTP.
import { randomUUID } from "node:crypto";
import { createServer, ServerResponse, STATUS_CODES } from "node:http";

/**
 * Times in milliseconds. Our largest body has 64 KiB, so an honest request needs a fraction of them. Headers count from
 * the connection on, so a connection that sends nothing ends too.
 */
const LIMITS = {
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
};

/** Further connections are closed at once. An idle one costs a few kilobytes, and ends by the times above. */
const MAX_CONNECTIONS = 2_000;

/**
 * @param {import("node:http").RequestListener} listener
 * @param {{ isSecure: boolean, limits?: Partial<typeof LIMITS> }} options whether people use https
 */
export function createHttpServer(listener, { isSecure, limits }) {
  const headers = Object.entries(securityHeaders(isSecure));
  // Also for the responses that Node makes by itself.
  class Response extends ServerResponse {
    /** @param {ConstructorParameters<typeof ServerResponse>} args */
    constructor(...args) {
      super(...args);
      for (const [name, value] of headers) this.setHeader(name, value);
    }
  }
  /** The last response of a connection. @type {WeakMap<object, ServerResponse>} */
  const responses = new WeakMap();
  // A request without a host gets our own refusal.
  const options = { ...LIMITS, ...limits, ServerResponse: Response, requireHostHeader: false };
  const server = createServer(options, (request, response) => {
    responses.set(request.socket, response);
    listener(request, response);
  });
  server.maxConnections = MAX_CONNECTIONS;
  server.on("clientError", (/** @type {NodeJS.ErrnoException} */ { code }, socket) => {
    const response = responses.get(socket);
    // A proxy would take a second response to one request for the response to the next one.
    const isAnswered = response?.headersSent && !(response.writableFinished && response.req.complete);
    if (!socket.writable || isAnswered) {
      socket.destroy();
      return;
    }
    const [status, ...error] = REFUSALS.get(code) ?? BAD_REQUEST;
    const body = errorBody(...error);
    const lines = Object.entries({ ...securityHeaders(isSecure), ...errorHeaders(body) }).map(([a, b]) => `${a}: ${b}`);
    // The other side might never close its half.
    socket.once("finish", () => socket.destroy());
    socket.end(`${[`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines].join("\r\n")}\r\n\r\n${body}`);
  });
  return server;
}

/**
 * The headers of every response: pages, routes, files, redirects and refusals. proxy.ts adds the policies of a page.
 * @returns {Record<string, string>}
 */
function securityHeaders(/** @type {boolean} */ isSecure) {
  return {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    ...(isSecure && { "strict-transport-security": "max-age=63072000; includeSubDomains" }),
  };
}

/** @typedef {[status: number, code: string, message: string]} Refusal */

/** @type {Refusal} */
const BAD_REQUEST = [400, "bad_request", "This is not a valid HTTP request."];

/** By the code of Node's error. @type {Map<string | undefined, Refusal>} */
const REFUSALS = new Map([
  ["ERR_HTTP_REQUEST_TIMEOUT", [408, "request_timeout", "The request took too long to arrive."]],
  ["HPE_HEADER_OVERFLOW", [431, "payload_too_large", "The headers of the request are too large."]],
]);

/** The body that `lib/contract/error-body.ts` describes. */
export function errorBody(
  /** @type {string} */ code,
  /** @type {string} */ message,
  /** @type {string} */ requestId = randomUUID(),
) {
  return JSON.stringify({ error: { code, message, requestId } });
}

/** The headers of a response with such a body, which ends the connection. */
export function errorHeaders(/** @type {string} */ body) {
  return {
    "content-type": "application/json",
    "content-length": String(Buffer.byteLength(body)),
    "cache-control": "no-store",
    connection: "close",
  };
}
