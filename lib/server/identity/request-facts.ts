import "server-only";

/** Where a request came from, for its event in the history. */
export type RequestFacts = { address: string | null; requestId: string | null };

/** Reads the headers that our own server sets with every request, in place of any that the browser sent. */
export function requestFacts(from: Headers): RequestFacts {
  return { address: from.get("x-latchkey-address"), requestId: from.get("x-request-id") };
}
