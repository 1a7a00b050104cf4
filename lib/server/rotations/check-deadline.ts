import "server-only";
import { AppError } from "@/lib/server/platform/errors";

/** The longest overlap, in milliseconds. */
const LONGEST_MS = 366 * 86_400_000;

/** @throws AppError invalid_input for an end of the overlap that has passed or is more than a year away */
export function checkDeadline(deadline: string): void {
  const left = Date.parse(deadline) - Date.now();
  if (left > 0 && left <= LONGEST_MS) return;
  const message = left > 0 ? "Choose a date within a year." : "This has passed. Choose a later date.";
  throw new AppError("invalid_input", { fields: { deadline: message } });
}
