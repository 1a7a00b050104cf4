import "server-only";
import { headers } from "next/headers";
import { notFound, unstable_rethrow } from "next/navigation";
import { z } from "zod";
import type { Actor } from "@/lib/server/identity/access";
import { requestFacts, requireActor } from "@/lib/server/identity/actor";
import { toAppError } from "@/lib/server/identity/failure";

/**
 * Loads a page's data for its actor: a redirect to sign in without one, the not-found page for what does not exist. Any
 * other error reaches the page's boundary with a digest of `code/request id/words`, the only part of an error that Next
 * lets through to the browser.
 */
export async function loadPage<T>(load: (actor: Actor) => Promise<T>): Promise<T> {
  try {
    return await load(await requireActor());
  } catch (thrown) {
    unstable_rethrow(thrown);
    const error = toAppError(thrown);
    if (error.status === 404) notFound();
    const { requestId } = requestFacts(await headers());
    throw Object.assign(error, { digest: `${error.code}/${requestId ?? "unknown"}/${error.message}` });
  }
}

/** A part of a page's address, checked; the not-found page for one that can't name anything. */
export function pageParam<T>(schema: z.core.$ZodType<T>, value: string): T {
  const parsed = z.safeParse(schema, value);
  if (!parsed.success) notFound();
  return parsed.data;
}
