import { countText } from "@/components/states/count-text";
import { TextLink } from "@/components/ui/text/text-link";
import type { CappedCount } from "@/lib/contract/capped-count";

export type CountLine = CappedCount & {
  label: string;
  /** The list that has what is counted. */
  href: string;
  /** How bad it is that there are any. Without one, that is neither good nor bad. */
  tone?: "warn" | "bad" | undefined;
};

const BARS = { warn: "fill-warn", bad: "fill-bad" };

type CountsProps = {
  /** Names the list for screen readers. */
  label: string;
  lines: readonly CountLine[];
  /** What a full bar stands for: by default the largest count. */
  full?: number | undefined;
};

/** Counts as a list of words, bars and numbers. The bars repeat the numbers, so that nobody needs to see them. */
export function Counts({ label, lines, full = Math.max(...lines.map(({ count }) => count)) }: CountsProps) {
  return (
    <ul aria-label={label} className="flex flex-col">
      {lines.map(({ label: words, href, tone, ...count }) => (
        <li key={words} className="flex min-h-control flex-wrap items-center gap-x-3 py-1">
          <TextLink href={href} look="quiet" className="flex grow basis-56 items-center justify-between gap-3">
            <span className="min-w-0 font-normal wrap-anywhere">{words}</span>
            <span className="tabular-nums">{countText(count)}</span>
          </TextLink>
          <svg aria-hidden="true" className="h-2 min-w-24 grow basis-32" preserveAspectRatio="none">
            <rect width="100%" height="100%" rx="2" className="fill-line" />
            <rect
              width={`${full > 0 ? (100 * count.count) / full : 0}%`}
              height="100%"
              rx="2"
              className={tone ? BARS[tone] : "fill-text-muted"}
            />
          </svg>
        </li>
      ))}
    </ul>
  );
}
