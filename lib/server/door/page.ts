import "server-only";
import { headers } from "next/headers";
import { forbidden, notFound, redirect, unstable_rethrow } from "next/navigation";
import { cache } from "react";
import { z } from "zod";
import type { Principal } from "@/lib/server/access/principal";
import { limit } from "@/lib/server/access/rate-limit";
import { recordRefusal } from "@/lib/server/access/refusals";
import { findVisitor } from "@/lib/server/identity/find-visitor";
import { requestFacts } from "@/lib/server/identity/request-facts";
import type { SessionRow } from "@/lib/server/identity/session";
import { cleanText } from "@/lib/server/platform/text";
import { toAppError } from "@/lib/server/platform/to-app-error";

/**
 * The visitor of the page that is being rendered, found once for layout, header and page. What a browser fetches ahead
 * does not put off the idle end of a session: nobody has asked for it.
 */
export const pageVisitor = cache(async () => {
  const sent = await headers();
  return findVisitor(sent, { keepsAlive: !sent.has("x-latchkey-prefetch") });
});

/** The page's visitor with a role, or a redirect to sign-in (and back), or to the page for members without a role. */
const pageMember = cache(async (): Promise<{ principal: Principal; session: SessionRow }> => {
  const visitor = await pageVisitor();
  const path = (await headers()).get("x-latchkey-path") ?? "/";
  if (!visitor) redirect(`/sign-in?callbackUrl=${encodeURIComponent(path)}`);
  await limit("request", visitor.facts.memberId);
  const { principal, session } = visitor;
  if (!principal) {
    const detail = { code: "no_access", request: cleanText(path, 200) };
    await recordRefusal(visitor.facts, { action: "access.refuse", detail });
    redirect("/no-access");
  }
  return { principal, session };
});

/**
 * Loads a page's data for its principal and their session. Redirects to sign-in without one, and shows the not-found page for
 * a 404 and the forbidden page for a right that is missing. Any other error reaches the page's error boundary with the digest
 * `code/request ID/message`, the only part of an error that Next sends to the browser.
 */
export async function loadPage<T>(load: (principal: Principal, session: SessionRow) => Promise<T>): Promise<T> {
  try {
    const { principal, session } = await pageMember();
    return await load(principal, session);
  } catch (thrown) {
    unstable_rethrow(thrown);
    const error = toAppError(thrown);
    if (error.status === 404) notFound();
    if (error.code === "forbidden") forbidden();
    const { requestId } = requestFacts(await headers());
    throw Object.assign(error, { digest: `${error.code}/${requestId ?? "unknown"}/${error.message}` });
  }
}

/** Parses the query of a page. One that is no query of this page counts as an empty one. */
export function pageQuery<T>(schema: z.core.$ZodType<T>, query: unknown): T | Record<string, never> {
  return z.safeParse(schema, query).data ?? {};
}

/** Parses a parameter of a page's path. Shows the not-found page for an invalid one. */
export function pageParam<T>(schema: z.core.$ZodType<T>, value: string): T {
  const parsed = z.safeParse(schema, value);
  if (!parsed.success) notFound();
  return parsed.data;
}
