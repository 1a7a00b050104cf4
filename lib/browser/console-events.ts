import { infiniteQueryOptions } from "@tanstack/react-query";
import { get } from "@/lib/browser/api";
import { queryString } from "@/lib/browser/query-string";
import type { ConsoleEventPage } from "@/lib/contract/console-events";

const schema = async () => (await import("@/lib/contract/console-events")).consoleEventPageSchema;

/** What Camunda's activity log says about a cluster's clients, page by page. */
export const consoleEventsQuery = (clusterId: string) =>
  infiniteQueryOptions({
    queryKey: ["console-events", clusterId],
    queryFn: ({ pageParam }) =>
      get(`/api/clusters/${clusterId}/console-events?${queryString({ after: pageParam })}`, schema),
    initialPageParam: null as string | null,
    getNextPageParam: (page: ConsoleEventPage) => page.nextAfter,
  });
