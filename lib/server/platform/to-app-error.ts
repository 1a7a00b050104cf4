import "server-only";
import { isDatabaseDown } from "@/lib/server/platform/database/database-errors";
import { AppError } from "@/lib/server/platform/errors";

/** Any error in the contract's words; the cause of an unexpected one goes to the log alone. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  return new AppError(isDatabaseDown(error) ? "database_unavailable" : "internal", { cause: error });
}
