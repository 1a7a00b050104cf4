import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { get, post, send } from "@/lib/browser/api";
import { queryString } from "@/lib/browser/query-string";
import type { CalendarMade } from "@/lib/contract/calendar";
import type { WaitingPage } from "@/lib/contract/waiting";

const schemas = () => import("@/lib/contract/waiting");
const calendarSchemas = () => import("@/lib/contract/calendar");

/** What waits for this member, page by page. */
export const waitingQuery = infiniteQueryOptions({
  queryKey: ["waiting"],
  queryFn: ({ pageParam }) =>
    get(`/api/me?${queryString({ after: pageParam })}`, async () => (await schemas()).waitingPageSchema),
  initialPageParam: null as string | null,
  getNextPageParam: (page: WaitingPage) => page.nextAfter,
});

/** The deletions that are near in a cluster. */
export const deletionsQuery = (clusterId: string) =>
  queryOptions({
    queryKey: ["deletions", clusterId],
    queryFn: () => get(`/api/clusters/${clusterId}/ends`, async () => (await schemas()).nearDeletionsSchema),
  });

/** When this member's calendar feed was made. */
export const calendarQuery = queryOptions({
  queryKey: ["calendar"],
  queryFn: () => get("/api/me/calendar", async () => (await calendarSchemas()).calendarStateSchema),
});

/** Makes the address of this member's calendar feed. Only this response has it. @throws ApiError */
export function makeCalendar(): Promise<CalendarMade> {
  return post("/api/me/calendar", {}, async () => (await calendarSchemas()).calendarMadeSchema);
}

/** Ends the address of this member's calendar feed. @throws ApiError */
export function takeBackCalendar(): Promise<void> {
  return send("DELETE", "/api/me/calendar");
}
