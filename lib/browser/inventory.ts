import { infiniteQueryOptions, keepPreviousData, type QueryClient, queryOptions } from "@tanstack/react-query";
import { get, post, send } from "@/lib/browser/api";
import { reloadFindings } from "@/lib/browser/finding-counts";
import { queryString } from "@/lib/browser/query-string";
import type {
  InventoryFilter,
  InventoryPage,
  InventoryView,
  SavedView,
  SuggestionQuery,
} from "@/lib/contract/inventory";
import { type CountedFilter, VIEW_FIELDS } from "@/lib/contract/inventory-filters";

const schemas = () => import("@/lib/contract/inventory");

/** The query string of a view. The same view always has the same one. */
export function viewString(view: InventoryView): string {
  return queryString(Object.fromEntries(VIEW_FIELDS.map((name) => [name, view[name]])));
}

/** The view of an address that the server accepted, or that `viewString` made. */
export function viewOf(query: string): InventoryView {
  const given = new URLSearchParams(query);
  const fields = VIEW_FIELDS.flatMap((name) => {
    const value = given.get(name);
    return value ? [[name, name === "age" ? Number(value) : value]] : [];
  });
  return Object.fromEntries(fields) as InventoryView;
}

/** The clients of all clusters, page by page. */
export const inventoryQuery = ({ columns: _, ...view }: InventoryView = {}) =>
  infiniteQueryOptions({
    queryKey: ["inventory", viewString(view)],
    queryFn: ({ pageParam }) =>
      get(
        `/api/clients?${queryString({ ...view, after: pageParam })}`,
        async () => (await schemas()).inventoryPageSchema,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page: InventoryPage) => page.nextAfter,
  });

/** How many clients there would be with each value of one filter, beside the others. */
export const countsQuery = (filter: InventoryFilter, of: CountedFilter) =>
  queryOptions({
    queryKey: ["inventory-counts", of, viewString(filter)],
    queryFn: () =>
      get(`/api/clients/counts?${queryString({ ...filter, of })}`, async () => (await schemas()).inventoryCountsSchema),
  });

/** All that is stored about one client. */
export const clientFactsQuery = (clusterId: string, clientId: string) =>
  queryOptions({
    queryKey: ["client-facts", clusterId, clientId],
    queryFn: () =>
      get(
        `/api/clusters/${clusterId}/clients/${encodeURIComponent(clientId)}/facts`,
        async () => (await schemas()).clientFactsSchema,
      ),
  });

/** What a filter can be set to, as somebody types. */
export const suggestionsQuery = (query: SuggestionQuery) =>
  queryOptions({
    queryKey: ["suggestions", query],
    queryFn: () => get(`/api/suggestions?${queryString(query)}`, async () => (await schemas()).suggestionListSchema),
    placeholderData: keepPreviousData,
  });

/** This member's saved views. */
export const viewsQuery = queryOptions({
  queryKey: ["views"],
  queryFn: () => get("/api/views", async () => (await schemas()).savedViewsSchema),
});

/** @throws ApiError */
export function saveView(name: string, view: InventoryView): Promise<{ view: SavedView }> {
  return post("/api/views", { name, view }, async () => (await schemas()).saveViewResultSchema);
}

/** @throws ApiError */
export function deleteView(id: string): Promise<void> {
  return send("DELETE", `/api/views/${id}`);
}

/** Reloads what shows a client that has changed. */
export async function reloadInventory(queries: QueryClient): Promise<void> {
  const lists = ["inventory", "inventory-counts", "client-facts", "waiting", "deletions", "audit"];
  await Promise.all([
    ...lists.map((key) => queries.invalidateQueries({ queryKey: [key] })),
    // An edit can end a finding.
    reloadFindings(queries),
  ]);
}
