import { QueryClient } from "@tanstack/react-query";
import { expect, it } from "vitest";
import { showRefreshed } from "@/lib/browser/show-refreshed";

const STALE = { code: "console_unreachable", message: "Camunda's Console API can't be reached." } as const;

function loadedLists() {
  const queries = new QueryClient();
  for (const view of [{}, { search: "orders" }])
    queries.setQueryData(["clusters", view], { pages: [{ total: 3, stale: null }], pageParams: [null] });
  queries.setQueryData(["clients", "1", {}], { pages: [{ total: 1, stale: null }], pageParams: [null] });
  return queries;
}

it("reloads every loaded list after a refresh", async () => {
  const queries = loadedLists();
  await showRefreshed(queries, ["clusters"], { stale: null });
  const invalidated = queries.getQueryCache().findAll({ predicate: ({ state }) => state.isInvalidated });
  expect(invalidated.map(({ queryKey }) => queryKey)).toEqual([
    ["clusters", {}],
    ["clusters", { search: "orders" }],
  ]);
});

it("says in every loaded list why Camunda could not be read, keeps its rows, and reloads nothing", async () => {
  const queries = loadedLists();
  await showRefreshed(queries, ["clusters"], { stale: STALE });
  for (const view of [{}, { search: "orders" }])
    expect(queries.getQueryData(["clusters", view])).toEqual({
      pages: [{ total: 3, stale: STALE }],
      pageParams: [null],
    });
  expect(queries.getQueryData(["clients", "1", {}])).toMatchObject({ pages: [{ stale: null }] });
  expect(queries.getQueryCache().findAll({ predicate: ({ state }) => state.isInvalidated })).toEqual([]);
});
