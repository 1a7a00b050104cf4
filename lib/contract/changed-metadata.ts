import { USUAL_RHYTHM } from "@/lib/contract/end-choices";
import type { MetadataChanges } from "@/lib/contract/metadata";

/** The metadata of a client that a change can set to a value. */
export const METADATA_FIELDS = ["owner", "purpose", "reviewOn", "tags", "isAdopted", "end", "reviewEveryDays"] as const;
export type Metadata = { [field in (typeof METADATA_FIELDS)[number]]: Exclude<MetadataChanges[field], undefined> };

const DAY_MS = 86_400_000;

/**
 * What a change makes of a client's metadata: the same for the server, which stores it, and for the browser, which shows
 * it at once. Relative changes, such as "put it off", count from what there was and from now.
 */
export function changedMetadata(before: Metadata, changes: MetadataChanges, now: Date): Metadata {
  const { putOffDays, isStillNeeded, ...fields } = changes;
  const values = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  const after: Metadata = { ...before, ...values, tags: [...new Set(changes.tags ?? before.tags)].toSorted() };
  const nextReview = (days: number) => new Date(now.getTime() + days * DAY_MS).toISOString().slice(0, 10);
  if (isStillNeeded) after.reviewOn = nextReview(after.reviewEveryDays ?? USUAL_RHYTHM);
  else if (after.reviewEveryDays && after.reviewEveryDays !== before.reviewEveryDays && !("reviewOn" in values)) {
    const first = nextReview(after.reviewEveryDays);
    if (after.reviewOn === null || after.reviewOn > first) after.reviewOn = first;
  }
  if (putOffDays !== undefined && before.end) {
    const from = Math.max(new Date(before.end.at).getTime(), now.getTime());
    after.end = { ...before.end, at: new Date(from + putOffDays * DAY_MS).toISOString() };
  } else if (after.end) after.end = { ...after.end, at: new Date(after.end.at).toISOString() };
  return after;
}
