import type { Tone } from "@/components/ui/feedback/status";
import type { InventoryFilter } from "@/lib/contract/inventory";
import {
  ALL_SCOPES,
  type ClientOrigin,
  type ClientState,
  type CountedFilter,
  type DateDue,
  NO_OWNER,
} from "@/lib/contract/inventory-filters";

export const STATES: Record<ClientState, { words: string; tone: Tone }> = {
  active: { words: "Active", tone: "ok" },
  gone: { words: "Gone", tone: "idle" },
  orphaned: { words: "Secret lost", tone: "warn" },
  unconfirmed: { words: "Secret not confirmed", tone: "warn" },
};

export const ORIGINS: Record<ClientOrigin, string> = { latchkey: "Latchkey", elsewhere: "Outside Latchkey" };

const REVIEWS: Record<DateDue, string> = { overdue: "Overdue", soon: "Within 30 days", none: "No review date" };
const ENDS: Record<DateDue, string> = { overdue: "Passed", soon: "Within 30 days", none: "No end" };

/** The filters in the order in which the page offers them, each with its name. */
export const FILTERS = {
  state: "State",
  origin: "Origin",
  cluster: "Cluster",
  label: "Cluster label",
  scope: "Scope",
  owner: "Owner",
  age: "Age",
  since: "Since",
  review: "Review",
  end: "End",
  tag: "Tag",
  finding: "Finding",
} as const satisfies Partial<Record<keyof InventoryFilter, string>>;
export type FilterName = keyof typeof FILTERS;

const FIXED = new Map<string, string>([
  ...Object.entries(STATES).map(([value, { words }]) => [`state ${value}`, words] as const),
  ...Object.entries(ORIGINS).map(([value, words]) => [`origin ${value}`, words] as const),
  ...Object.entries(REVIEWS).map(([value, words]) => [`review ${value}`, words] as const),
  ...Object.entries(ENDS).map(([value, words]) => [`end ${value}`, words] as const),
  [`scope ${ALL_SCOPES}`, "All five"],
  [`owner ${NO_OWNER}`, "No owner"],
]);

/** A filter's value in words. What has no words, such as a scope or a tag, is shown as it is. */
export function valueText(filter: FilterName | CountedFilter, value: string | number): string {
  if (filter === "age") return `${value} days or more`;
  return FIXED.get(`${filter} ${value}`) ?? String(value);
}

const DAY_MS = 86_400_000;

/** How old something is in whole days, months or years. */
export function ageText(since: string, now: number): string {
  const days = Math.max(0, Math.floor((now - new Date(since).getTime()) / DAY_MS));
  if (days < 60) return days === 1 ? "1 day" : `${days} days`;
  if (days < 730) return `${Math.floor(days / 30.44)} months`;
  return `${Math.floor(days / 365.25)} years`;
}
