"use client";

import { ChevronRight } from "lucide-react";
import { countText } from "@/components/states/count-text";
import { PageLink } from "@/components/ui/text/page-link";
import { findingsAddress } from "@/lib/browser/finding-counts";
import { FINDING_TITLES, type FindingRule } from "@/lib/contract/finding-rules";
import type { FindingCounts, FindingView } from "@/lib/contract/findings";

type RuleListProps = { counts: FindingCounts; view: FindingView; rule: FindingRule | null };

/** The rules with their counts, the most urgent first. Those that found nothing are folded away. */
export function RuleList({ counts, view, rule: chosen }: RuleListProps) {
  const shown = counts.rules.map(({ rule, open, dismissed }) => ({ rule, count: view.dismissed ? dismissed : open }));
  const withSome = shown.filter(({ count }) => count.count > 0);
  const without = shown.filter(({ count }) => count.count === 0);
  const rules = without.length === 1 ? "1 rule" : `${without.length} rules`;
  const list = (items: typeof shown) => (
    <ul className="flex flex-col gap-0.5">
      {items.map(({ rule, count }) => (
        <li key={rule}>
          <PageLink
            href={findingsAddress({ ...view, rule })}
            scroll={false}
            aria-current={rule === chosen ? "page" : undefined}
            className="flex min-h-control items-center justify-between gap-3 rounded px-2 py-1 text-text-muted transition-colors hover:bg-hover hover:text-text aria-[current]:bg-hover aria-[current]:font-medium aria-[current]:text-text forced-colors:aria-[current]:underline"
          >
            {FINDING_TITLES[rule]}
            <span className="tabular-nums">{countText(count)}</span>
          </PageLink>
        </li>
      ))}
    </ul>
  );
  return (
    <nav aria-label="Rules" className="flex flex-col gap-1">
      {withSome.length > 0 && list(withSome)}
      {without.length > 0 && (
        // A chosen rule is in view.
        <details key={chosen} open={without.some(({ rule }) => rule === chosen)} className="group">
          <summary className="flex h-control cursor-pointer list-none items-center gap-1.5 rounded px-2 text-sm text-text-muted hover:bg-hover hover:text-text [&::-webkit-details-marker]:hidden">
            <ChevronRight className="size-4 group-open:rotate-90" />
            {view.dismissed ? `${rules} without dismissed findings` : `${rules} found nothing`}
          </summary>
          {list(without)}
        </details>
      )}
    </nav>
  );
}
