import "server-only";
import type { EndAction } from "@/lib/contract/end-choices";
import type { EndColumns } from "@/lib/server/metadata/end";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How long before an end the last warning of a deletion is due, and how long it must have been there, in milliseconds. */
export const LAST_WARNING_MS = HOUR_MS;

/** How long before an end people are told, in milliseconds. A reminder is told once more when its time has come. */
const WARNINGS: Record<EndAction, readonly number[]> = {
  remind: [30 * DAY_MS, 7 * DAY_MS, DAY_MS, 0],
  delete: [7 * DAY_MS, DAY_MS, LAST_WARNING_MS],
};

/** The columns that decide when the job of ends looks at a client. */
export type Dated = EndColumns & { reviewAt: Date | null };

const warningsOf = ({ endAction }: EndColumns): readonly number[] =>
  endAction === "delete" ? WARNINGS.delete : WARNINGS.remind;

/** The warning that is due: of several that have passed, the nearest to the end, in milliseconds before it. */
export function warningDue(dated: EndColumns, now: Date): number | null {
  const { endsAt } = dated;
  if (!endsAt) return null;
  return warningsOf(dated).findLast((before) => endsAt.getTime() - before <= now.getTime()) ?? null;
}

/** Whether a client is in the last hour before its deletion, or past it. */
export function isDeletionNear({ endsAt, endAction }: EndColumns, now: Date): boolean {
  return endAction === "delete" && endsAt !== null && endsAt.getTime() - LAST_WARNING_MS <= now.getTime();
}

/** When the next warning or review is due. Null when none is left; a deletion that is near is the job's to time. */
export function nextLook(dated: Dated, now: Date): Date | null {
  const { endsAt, reviewAt } = dated;
  const warnings = endsAt ? warningsOf(dated).map((before) => new Date(endsAt.getTime() - before)) : [];
  const due = [...warnings, ...(reviewAt ? [reviewAt] : [])].filter((at) => at > now);
  return due.toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null;
}

/**
 * When the job must look after somebody changed the end or the review date. A warning whose time had passed before is
 * not told, because that person knows; the last one before a deletion is, because people must have an hour.
 */
export function firstLook(dated: Dated, now: Date): Date | null {
  const isReviewDue = dated.reviewAt !== null && dated.reviewAt <= now;
  return isReviewDue || isDeletionNear(dated, now) ? now : nextLook(dated, now);
}
