import { Pool } from "undici";

/**
 * @typedef {object} Load
 * @property {number} requestsPerSecond responses with a status below 400
 * @property {number} p50 milliseconds until the whole response has arrived
 * @property {number} p99
 * @property {Record<string, number>} errors count by status from 400 on, or by error code where there was no response
 */

/**
 * Reads an address over and over, with one keep-alive connection for each reader, until the requests or the time are
 * used up.
 * @param {string} url
 * @param {{ readers: number, requests?: number, ms?: number, headers?: Record<string, string> }} options
 * @returns {Promise<Load>}
 */
export async function readInParallel(url, { readers, requests = Number.POSITIVE_INFINITY, ms = 10_000, headers = {} }) {
  const { origin, pathname, search } = new URL(url);
  const pool = new Pool(origin, { connections: readers, headersTimeout: 60_000, bodyTimeout: 60_000 });
  /** @type {number[]} */
  const times = [];
  /** @type {Map<string, number>} */
  const errors = new Map();
  const start = performance.now();
  let left = requests;

  async function read() {
    while (left > 0 && performance.now() - start < ms) {
      left -= 1;
      const sent = performance.now();
      const error = await pool
        .request({ method: "GET", path: pathname + search, headers })
        .then(async ({ statusCode, body }) => {
          await body.dump({ limit: Number.POSITIVE_INFINITY });
          return statusCode < 400 ? null : String(statusCode);
        })
        .catch(({ code, name }) => String(code ?? name));
      if (error) errors.set(error, (errors.get(error) ?? 0) + 1);
      else times.push(performance.now() - sent);
    }
  }

  await Promise.all(Array.from({ length: readers }, read));
  const seconds = (performance.now() - start) / 1000;
  await pool.destroy();
  times.sort((a, b) => a - b);
  return {
    requestsPerSecond: times.length / seconds,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    errors: Object.fromEntries(errors),
  };
}

/** The smallest value that this share of the sorted values does not exceed; NaN without values. */
function percentile(/** @type {number[]} */ sorted, /** @type {number} */ share) {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
