import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import { openFindingsQuery, reloadFindings } from "@/lib/browser/finding-counts";
import { dismissFindings } from "@/lib/browser/findings";
import { closesForm } from "@/lib/browser/session-signals";
import { showUntilSettled } from "@/lib/browser/show-until-settled";
import type { CappedCount } from "@/lib/contract/capped-count";
import type { FindingRule } from "@/lib/contract/finding-rules";
import type { DismissInput, FindingCounts, FindingList } from "@/lib/contract/findings";

type Client = { clusterId: string; clientId: string };

const add = ({ count, isCapped }: CappedCount, more: number): CappedCount => ({
  count: isCapped ? count : Math.max(0, count + more),
  isCapped,
});

const change = showUntilSettled({
  keys: [["findings"], ["finding-counts"], openFindingsQuery.queryKey],
  reload: reloadFindings,
});

/** Takes findings out of all lists and counts that the page has. */
function takeOut(queries: QueryClient, rule: FindingRule, clients: readonly Client[]): void {
  const gone = new Set(clients.map(({ clusterId, clientId }) => `${clusterId}/${clientId}`));
  const moved = clients.length;
  queries.setQueriesData<InfiniteData<FindingList>>(
    { queryKey: ["findings", rule], predicate: ({ queryKey: [, , , dismissed] }) => dismissed === null },
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
    { queryKey: ["finding-counts"] },
    (counts) =>
      counts && {
        ...counts,
        open: add(counts.open, -moved),
        rules: counts.rules.map((each) =>
          each.rule === rule ? { ...each, open: add(each.open, -moved), dismissed: add(each.dismissed, moved) } : each,
        ),
      },
  );
  queries.setQueryData(openFindingsQuery.queryKey, (open) => open && add(open, -moved));
}

/**
 * Dismisses findings of one rule until a day. The page shows it at once, and as it was before if the server refuses.
 * @throws ApiError
 */
export function dismissAtOnce(
  queries: QueryClient,
  rule: FindingRule,
  clients: readonly Client[],
  dismissal: NonNullable<DismissInput["dismissal"]>,
): Promise<void> {
  return change(queries, {
    show: () => takeOut(queries, rule, clients),
    // Its dialog is closed.
    send: () => closesForm(dismissFindings(rule, clients, dismissal)),
  });
}
