import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { SearchParamsContext } from "next/dist/shared/lib/hooks-client-context.shared-runtime";
import { renderToString } from "react-dom/server";
import { expect, it } from "vitest";
import { ClusterList } from "@/components/clusters/cluster-list";
import { clustersQuery } from "@/lib/browser/clusters";
import type { ClusterList as List } from "@/lib/contract/clusters";
import { OWNER } from "@/lib/server/access/testing/principals";
import { withSimulator } from "@/lib/server/camunda/testing/simulator";
import { listClusters } from "@/lib/server/clusters/list-clusters";
import { describeOnSqlite } from "@/lib/server/platform/testing/database";

const simulator = withSimulator();

function markupOf(list: List, isLimited: boolean): string {
  const queries = new QueryClient();
  queries.setQueryData(clustersQuery({}).queryKey, { pages: [list], pageParams: [null] });
  return renderToString(
    <SearchParamsContext.Provider value={new URLSearchParams()}>
      <QueryClientProvider client={queries}>
        <ClusterList isLimited={isLimited} />
      </QueryClientProvider>
    </SearchParamsContext.Provider>,
  );
}

it("an empty list says whose limit it is, and offers to sync", () => {
  const list: List = {
    ...{ clusters: [], groups: [], total: 0, found: 0, nextAfter: null, isComplete: true },
    ...{ asOf: "2026-01-02T03:04:05.678Z", stale: null },
  };
  expect(markupOf(list, false)).toMatch(/Camunda reports no cluster.*Sync now/);
  expect(markupOf(list, true)).toMatch(/You don&#x27;t have access to any cluster.*Sync now/);
  expect(markupOf(list, true)).not.toContain("Camunda reports");
});

describeOnSqlite("the list of clusters", () => {
  it.each(["constructor", "__proto__", "toString", "hasOwnProperty"])(
    "shows a cluster whose status, version, plan, region and name are called %s",
    async (word) => {
      const named = { uuid: crypto.randomUUID(), name: word };
      const extras = { name: word, status: { ready: word }, generation: named, planType: named, region: named };
      simulator().state.addCluster({ name: "Strange", extras });
      const list = await listClusters(OWNER, { refresh: "1" });
      const strange = { name: word, status: word, version: word, plan: word, region: word };
      expect(list.clusters).toContainEqual(expect.objectContaining(strange));

      const html = markupOf(list, false);
      expect(html.split(`>${word}<`)).toHaveLength(6);
    },
  );
});
