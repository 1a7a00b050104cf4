import "server-only";
import { isDatabaseDown } from "@/lib/server/platform/db";
import { AppError } from "@/lib/server/platform/errors";

/** Any error in the contract's words; what is unexpected keeps its cause for the log and tells nobody else. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  return new AppError(isDatabaseDown(error) ? "database_unavailable" : "internal", { cause: error });
}
