import { Pool } from "undici";

/**
 * @typedef {object} Load
 * @property {number} responses those with an expected status
 * @property {number} requestsPerSecond responses with an expected status
 * @property {number} p50 milliseconds until the whole response has arrived
 * @property {number} p99
 * @property {Record<string, number>} errors count by unexpected status, or by error code where there was no response
 */

/**
 * Reads an address over and over, with one keep-alive connection for each reader, until the requests or the time are
 * used up.
 * @param {string} url
 * @param {{
 *   readers: readonly Record<string, string>[],
 *   requests?: number,
 *   ms?: number,
 *   status?: number,
 * }} options `readers`: the headers of each reader; `status`: the one that counts as success
 * @returns {Promise<Load>}
 */
export async function readInParallel(url, { readers, requests = Number.POSITIVE_INFINITY, ms = 10_000, status = 200 }) {
  const { origin, pathname, search } = new URL(url);
  const pool = new Pool(origin, { connections: readers.length, headersTimeout: 60_000, bodyTimeout: 60_000 });
  /** @type {number[]} */
  const times = [];
  /** @type {Map<string, number>} */
  const errors = new Map();
  const start = performance.now();
  let left = requests;

  async function read(/** @type {Record<string, string>} */ headers) {
    while (left > 0 && performance.now() - start < ms) {
      left -= 1;
      const sent = performance.now();
      const error = await pool
        .request({ method: "GET", path: pathname + search, headers })
        .then(async ({ statusCode, body }) => {
          await body.dump({ limit: Number.POSITIVE_INFINITY });
          return statusCode === status ? null : String(statusCode);
        })
        .catch(({ code, name }) => String(code ?? name));
      if (error) errors.set(error, (errors.get(error) ?? 0) + 1);
      else times.push(performance.now() - sent);
    }
  }

  await Promise.all(readers.map(read));
  const seconds = (performance.now() - start) / 1000;
  await pool.destroy();
  times.sort((a, b) => a - b);
  return {
    responses: times.length,
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
