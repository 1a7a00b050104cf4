import "server-only";
import { isDatabaseDown } from "@/lib/server/platform/database/database-errors";
import { AppError } from "@/lib/server/platform/errors";

/** Turns any error into one of the contract. The cause of an unexpected one goes to the log only. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  return new AppError(isDatabaseDown(error) ? "database_unavailable" : "internal", { cause: error });
}
