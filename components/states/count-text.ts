import type { CappedCount } from "@/lib/contract/capped-count";

const NUMBER = new Intl.NumberFormat("en");

/** "1,000+" for a count that stopped. */
export function countText({ count, isCapped }: CappedCount): string {
  return `${NUMBER.format(count)}${isCapped ? "+" : ""}`;
}
