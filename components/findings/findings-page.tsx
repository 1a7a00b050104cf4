"use client";

import { useQuery } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";
import { useEffect, useRef } from "react";
import { RuleFindings } from "@/components/findings/rule-findings";
import { RuleList } from "@/components/findings/rule-list";
import { LoadFailure } from "@/components/states/load-failure";
import { Waiting } from "@/components/states/waiting";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { TextLink } from "@/components/ui/text/text-link";
import { findingCountsQuery, findingsAddress } from "@/lib/browser/finding-counts";
import type { FindingRule } from "@/lib/contract/finding-rules";
import type { FindingView } from "@/lib/contract/findings";

type FindingsPageProps = {
  /** From the page's address. */
  view: FindingView;
  /** The one that is shown: of the address, or the first that found something. */
  rule: FindingRule | null;
};

/** The rules, and beside them the findings of one. What is shown is part of the address, so that it can be shared. */
export function FindingsPage({ view, rule }: FindingsPageProps) {
  const { data: counts, error, isFetching, refetch } = useQuery(findingCountsQuery(view.cluster));
  const { cluster, dismissed, ...rest } = view;
  const list = useRef<HTMLDivElement>(null);
  const shown = useRef(rule);
  useEffect(() => {
    if (shown.current === rule) return;
    shown.current = rule;
    // On a narrow screen the findings are below the rules: without this, a press would seem to do nothing.
    const { current: element } = list;
    if (element && element.getBoundingClientRect().top > window.innerHeight / 2) element.scrollIntoView();
  }, [rule]);
  if (!counts)
    return error ? (
      <LoadFailure error={error} retrying={isFetching} onRetry={() => void refetch()} />
    ) : (
      <Waiting source="database" label="Loading findings" columns={5} />
    );
  const otherView = findingsAddress({ ...rest, ...(cluster && { cluster }), ...(!dismissed && { dismissed: "1" }) });
  return (
    <div className="flex flex-col gap-5">
      <p className="flex flex-wrap gap-x-4 gap-y-1">
        {cluster && (
          <>
            <span>
              Only on <strong className="font-medium">{counts.clusterName ?? cluster}</strong>
            </span>
            <TextLink href={findingsAddress({ ...rest, ...(dismissed && { dismissed }) })}>Show all clusters</TextLink>
          </>
        )}
        <TextLink href={otherView}>{dismissed ? "Show open findings" : "Show dismissed findings"}</TextLink>
      </p>
      {rule === null ? (
        <EmptyState icon={<ShieldCheck />} title={dismissed ? "Nothing dismissed" : "Nothing found"}>
          {dismissed ? "Nobody has dismissed a finding." : "Findings are updated after each sync."}
        </EmptyState>
      ) : (
        <div className="grid grid-cols-1 gap-x-6 gap-y-5 lg:grid-cols-[14rem_minmax(0,1fr)] lg:items-start">
          <RuleList counts={counts} view={view} rule={rule} />
          <div ref={list} className="min-w-0">
            <RuleFindings key={`${rule} ${cluster} ${dismissed}`} rule={rule} view={view} />
          </div>
        </div>
      )}
    </div>
  );
}
