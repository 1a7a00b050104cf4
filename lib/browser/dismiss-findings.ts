import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import { openFindingsQuery, reloadFindings } from "@/lib/browser/finding-counts";
import { dismissFindings } from "@/lib/browser/findings";
import { takeSnapshot } from "@/lib/browser/query-snapshot";
import type { CappedCount } from "@/lib/contract/capped-count";
import type { FindingRule } from "@/lib/contract/finding-rules";
import type { DismissInput, FindingCounts, FindingList } from "@/lib/contract/findings";

type Client = { clusterId: string; clientId: string };

const add = ({ count, isCapped }: CappedCount, more: number): CappedCount => ({
  count: isCapped ? count : Math.max(0, count + more),
  isCapped,
});

/** Takes findings out of all lists and counts that the page has. @returns what puts them back */
function takeOut(queries: QueryClient, rule: FindingRule, clients: readonly Client[]): () => void {
  const keys = [["findings", rule], ["finding-counts"], openFindingsQuery.queryKey] as const;
  const putBack = takeSnapshot(queries, keys);
  const gone = new Set(clients.map(({ clusterId, clientId }) => `${clusterId}/${clientId}`));
  const moved = clients.length;
  queries.setQueriesData<InfiniteData<FindingList>>(
    { queryKey: keys[0], predicate: ({ queryKey: [, , , dismissed] }) => dismissed === null },
    (list) =>
      list && {
        ...list,
        pages: list.pages.map((page) => ({
          ...page,
          findings: page.findings.filter(({ clusterId, clientId }) => !gone.has(`${clusterId}/${clientId}`)),
        })),
      },
  );
  queries.setQueriesData<FindingCounts>(
    { queryKey: keys[1] },
    (counts) =>
      counts && {
        ...counts,
        open: add(counts.open, -moved),
        rules: counts.rules.map((each) =>
          each.rule === rule ? { ...each, open: add(each.open, -moved), dismissed: add(each.dismissed, moved) } : each,
        ),
      },
  );
  queries.setQueriesData<CappedCount>({ queryKey: keys[2] }, (open) => open && add(open, -moved));
  return putBack;
}

/**
 * Dismisses findings of one rule until a day. The page shows it at once, and as it was before if the server refuses.
 * @throws ApiError
 */
export async function dismissAtOnce(
  queries: QueryClient,
  rule: FindingRule,
  clients: readonly Client[],
  dismissal: NonNullable<DismissInput["dismissal"]>,
): Promise<void> {
  const sent = dismissFindings(rule, clients, dismissal);
  // What is read now, from before the dismissal, must not put them back.
  for (const key of ["findings", "finding-counts", "open-findings"]) void queries.cancelQueries({ queryKey: [key] });
  const putBack = takeOut(queries, rule, clients);
  try {
    await sent;
  } catch (error) {
    putBack();
    throw error;
  } finally {
    void reloadFindings(queries);
  }
}
