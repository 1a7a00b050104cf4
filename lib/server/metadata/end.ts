import "server-only";
import { type End, endSchema } from "@/lib/contract/ends";
import { AppError } from "@/lib/server/platform/errors";

/** The columns of an end. Null together. */
export type EndColumns = { endsAt: Date | null; endAction: string | null };

/** An end as a person would choose it again. */
export function endOf({ endsAt, endAction }: EndColumns): End | null {
  return endsAt && endSchema.parse({ at: endsAt.toISOString(), action: endAction });
}

/**
 * The columns for an end that a person chose now.
 * @throws AppError invalid_input for one that has passed, or lies too far ahead
 */
export function endColumns(end: End | null | undefined, now: Date): EndColumns {
  if (!end) return { endsAt: null, endAction: null };
  const endsAt = new Date(end.at);
  if (endsAt.getUTCFullYear() > 2099)
    throw new AppError("invalid_input", { fields: { end: "Choose a time before 2100." } });
  if (endsAt <= now)
    throw new AppError("invalid_input", { fields: { end: "This time has passed. Choose a later one." } });
  return { endsAt, endAction: end.action };
}

/** An end in the words of the history. */
export function endText(columns: EndColumns): string | null {
  const end = endOf(columns);
  if (!end) return null;
  const at = `${end.at.slice(0, 10)} ${end.at.slice(11, 16)} UTC`;
  return `${at}, ${end.action === "delete" ? "delete it then" : "remind me"}`;
}
