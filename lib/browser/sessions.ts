import { infiniteQueryOptions, type QueryClient } from "@tanstack/react-query";
import { get, send } from "@/lib/browser/api";
import { queryString } from "@/lib/browser/query-string";
import type { SessionFilter, SessionList } from "@/lib/contract/sessions";

/** Live sessions, page by page. */
export const sessionsQuery = (filter: SessionFilter) =>
  infiniteQueryOptions({
    queryKey: ["sessions", filter],
    queryFn: ({ pageParam }) =>
      get(
        `/api/sessions?${queryString({ ...filter, after: pageParam })}`,
        async () => (await import("@/lib/contract/sessions")).sessionListSchema,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page: SessionList) => page.nextAfter,
  });

/** Reloads all lists of sessions from the server. */
export function reloadSessions(queries: QueryClient): Promise<void> {
  return queries.invalidateQueries({ queryKey: ["sessions"] });
}

/** Ends one session. @throws ApiError */
export function endSession(id: string): Promise<void> {
  return send("DELETE", `/api/sessions/${id}`);
}

/** Ends all sessions of a member, or of this person, except this browser's. @throws ApiError */
export function endAllSessions(member: string | undefined): Promise<void> {
  return send("DELETE", `/api/sessions?${queryString({ member })}`);
}
