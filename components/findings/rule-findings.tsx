"use client";

import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";
import { Suspense, useRef, useState } from "react";
import type { Dismissal } from "@/components/findings/dismiss-dialog";
import { type FindingActions, FindingTable, keyOf } from "@/components/findings/finding-table";
import { DismissDialog } from "@/components/findings/lazy-parts";
import { MENDING } from "@/components/findings/mending";
import { ActionFailure } from "@/components/states/action-failure";
import { LoadFailure } from "@/components/states/load-failure";
import { type Done, UndoBanner } from "@/components/states/undo-banner";
import { Waiting } from "@/components/states/waiting";
import { Button } from "@/components/ui/button/button";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { Choice } from "@/components/ui/field/choice";
import { LoadMore } from "@/components/ui/table/load-more";
import { TextLink } from "@/components/ui/text/text-link";
import { ApiError } from "@/lib/browser/api";
import { dismissAtOnce } from "@/lib/browser/dismiss-findings";
import { reloadFindings } from "@/lib/browser/finding-counts";
import { dismissFindings, findingsQuery } from "@/lib/browser/findings";
import { changeMetadata } from "@/lib/browser/metadata";
import { queryString } from "@/lib/browser/query-string";
import { FINDING_WORDS, type FindingRule, MOST_DISMISSED } from "@/lib/contract/finding-rules";
import type { Finding, FindingView } from "@/lib/contract/findings";

const findingsIn = (count: number) => (count === 1 ? "1 finding" : `${count} findings`);

/** Does one thing after the other, and says what was done or why not. */
function useSteps() {
  const queries = useQueryClient();
  const [done, setDone] = useState<Done | null>(null);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const busy = useRef(false);

  const clear = () => {
    setDone(null);
    setFailure(null);
  };
  const run = async (step: () => Promise<Done>) => {
    if (busy.current) return;
    busy.current = true;
    setFailure(null);
    try {
      const next = await step();
      await reloadFindings(queries);
      setDone(next);
    } catch (thrown) {
      if (!(thrown instanceof ApiError)) throw thrown;
      setFailure(thrown);
    } finally {
      busy.current = false;
    }
  };
  const reopen = async (rule: FindingRule, findings: readonly Finding[]): Promise<string> => {
    await dismissFindings(rule, findings, null);
    await reloadFindings(queries);
    return `${findingsIn(findings.length)} reopened.`;
  };
  /** Says that they are dismissed before the server has answered. @returns whether they are */
  const dismiss = async (rule: FindingRule, findings: readonly Finding[], dismissal: Dismissal): Promise<boolean> => {
    const sent = dismissAtOnce(queries, rule, findings, dismissal);
    const own: Done = {
      message: `${findingsIn(findings.length)} dismissed until ${dismissal.until}.`,
      undo: async () => {
        await sent;
        return reopen(rule, findings);
      },
    };
    setFailure(null);
    setDone(own);
    try {
      await sent;
      return true;
    } catch (thrown) {
      if (!(thrown instanceof ApiError)) throw thrown;
      setDone((current) => (current === own ? null : current));
      setFailure(thrown);
      return false;
    }
  };
  /** Confirms that a client is still needed, which moves its review date. */
  const confirmReview = async ({ clusterId, clientId, clientName }: Finding): Promise<Done> => {
    const done = await changeMetadata([{ clusterId, clientId, changes: { isStillNeeded: true } }]);
    const undo = async () => {
      await changeMetadata(done.undo);
      await reloadFindings(queries);
      return `The review date of “${clientName}” is as it was.`;
    };
    return { message: `“${clientName}” is still needed. Its next review is set.`, undo };
  };
  return { done, failure, clear, run, reopen, dismiss, confirmReview };
}

/** One rule: why it matters, what mends it, and its findings, open or dismissed. */
export function RuleFindings({ rule, view }: { rule: FindingRule; view: FindingView }) {
  const isDismissed = view.dismissed !== undefined;
  const { data, error, isFetching, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    findingsQuery({ ...view, rule }),
  );
  const { done, failure, clear, run, reopen, dismiss, confirmReview } = useSteps();
  const [dismissing, setDismissing] = useState<readonly Finding[] | null>(null);
  const [draft, setDraft] = useState<Dismissal | null>(null);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());

  const findings = data?.pages.flatMap((page) => page.findings) ?? [];
  const editable = findings.filter(({ mayEdit }) => mayEdit);
  const chosen = editable.filter((finding) => selected.has(keyOf(finding)));
  const ask = (asked: readonly Finding[]) => {
    clear();
    setDismissing(asked);
  };
  const actions: FindingActions = {
    onDismiss: (finding) => ask([finding]),
    onReopen: (finding) => void run(async () => ({ message: await reopen(rule, [finding]) })),
    onStillNeeded: (finding) => void run(() => confirmReview(finding)),
    onSelect: (finding) => {
      const next = new Set(selected);
      if (!next.delete(keyOf(finding))) next.add(keyOf(finding));
      setSelected(next);
    },
  };
  const confirm = async (asked: readonly Finding[], dismissal: Dismissal) => {
    setDismissing(null);
    setSelected(new Set());
    const isDone = await dismiss(rule, asked, dismissal);
    setDraft(isDone ? null : dismissal);
    // Back with what was typed, which also outlives the end of the session.
    if (!isDone) setDismissing((open) => open ?? asked);
  };
  const { title, why } = FINDING_WORDS[rule];
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-4">
      <div className="flex max-w-prose flex-col gap-1">
        <h2 className="text-lg font-semibold">{title}</h2>
        <p className="text-text-muted">{why}</p>
        <p className="text-text-muted">{MENDING[rule].how}</p>
      </div>
      {error && <LoadFailure error={error} retrying={isFetching} onRetry={() => void refetch()} />}
      {!dismissing && <ActionFailure title="Nothing was changed" failure={failure} />}
      <UndoBanner done={done} />
      {!isDismissed && findings.length > 0 && (
        <div className="flex min-h-control flex-wrap items-center gap-x-4 gap-y-1">
          {editable.length > 0 && (
            <Choice
              type="checkbox"
              label="Select all shown"
              checked={chosen.length > 0 && chosen.length === Math.min(editable.length, MOST_DISMISSED)}
              onChange={({ target }) =>
                setSelected(new Set(target.checked ? editable.slice(0, MOST_DISMISSED).map(keyOf) : []))
              }
            />
          )}
          {chosen.length > 0 && (
            <Button
              size="sm"
              aria-haspopup="dialog"
              aria-disabled={chosen.length > MOST_DISMISSED || undefined}
              onClick={() => chosen.length <= MOST_DISMISSED && ask(chosen)}
            >
              Dismiss selected ({chosen.length})
            </Button>
          )}
          <TextLink href={`/clients?${queryString({ cluster: view.cluster, finding: rule })}`} className="ml-auto">
            Show in Clients
          </TextLink>
        </div>
      )}
      {!data && !error && <Waiting source="database" label="Loading findings" columns={5} />}
      {data && findings.length === 0 && (
        <EmptyState icon={<ShieldCheck />} title={isDismissed ? "Nothing dismissed" : "Nothing found by this rule"}>
          {isDismissed ? "Nobody has dismissed a finding of this rule." : "Findings are updated after each sync."}
        </EmptyState>
      )}
      {findings.length > 0 && (
        <FindingTable
          rule={rule}
          isDismissed={isDismissed}
          findings={findings}
          selected={editable.length > 0 ? selected : null}
          {...actions}
        />
      )}
      {data && (hasNextPage || data.pages.length > 1) && (
        <LoadMore
          hasMore={hasNextPage}
          pending={isFetchingNextPage}
          label="Show more findings"
          doneLabel="No more findings"
          onLoadMore={() => void fetchNextPage()}
        />
      )}
      <Suspense>
        {dismissing && (
          <DismissDialog
            rule={rule}
            findings={dismissing}
            draft={draft}
            failure={failure}
            onDismiss={(dismissal) => void confirm(dismissing, dismissal)}
            onCancel={() => {
              clear();
              setDismissing(null);
            }}
          />
        )}
      </Suspense>
    </section>
  );
}
