import "server-only";
import { headers } from "next/headers";
import { notFound, redirect, unstable_rethrow } from "next/navigation";
import { cache } from "react";
import { z } from "zod";
import type { Principal } from "@/lib/server/access/principal";
import { limit } from "@/lib/server/access/rate-limit";
import { findVisitor, requestFacts } from "@/lib/server/identity/find-visitor";
import { toAppError } from "@/lib/server/platform/to-app-error";

/** Who asks for the page that is being rendered. Layout, header and page all ask; it is found once. */
export const pageVisitor = cache(async () => findVisitor(await headers()));

/** The page's principal, or a redirect to sign in (and back), or to the page that says "no access yet". */
const pagePrincipal = cache(async (): Promise<Principal> => {
  const visitor = await pageVisitor();
  if (!visitor) redirect(`/sign-in?callbackUrl=${encodeURIComponent((await headers()).get("x-latchkey-path") ?? "/")}`);
  await limit("request", visitor.facts.memberId);
  if (!visitor.principal) redirect("/no-access");
  return visitor.principal;
});

/**
 * Loads a page's data for its principal: a redirect to sign in without one, the not-found page for what does not exist.
 * Any other error reaches the page's error boundary with a digest of `code/request id/words`, the only part of an error
 * that Next passes on to the browser.
 */
export async function loadPage<T>(load: (principal: Principal) => Promise<T>): Promise<T> {
  try {
    return await load(await pagePrincipal());
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
