import "server-only";
import { z } from "zod";

/** What a driver reports: a SQLSTATE (PostgreSQL) or an extended result code (SQLite). */
const driverErrorSchema = z.object({
  kind: z.string().optional(),
  code: z.string().optional(),
  extendedCode: z.number().optional(),
});

/** What Prisma throws, or a driver where Prisma has no code (such as a failed COMMIT). */
const databaseErrorSchema = z.object({
  code: z.string().optional().catch(undefined),
  message: z.string(),
  meta: z
    .object({ driverAdapterError: z.object({ cause: driverErrorSchema }).optional() })
    .optional()
    .catch(undefined),
  cause: driverErrorSchema.optional().catch(undefined),
});

/**
 * Prisma's codes: wrong password, unreachable, timed out, no such database, locked (P1008), denied, TLS, connection
 * closed; no free connection, a transaction that could not start or took too long, a write conflict, too many clients.
 */
const DOWN = new Set("P1000 P1001 P1002 P1003 P1008 P1010 P1011 P1017 P2024 P2028 P2034 P2037".split(" "));
/** SQLSTATE: connection lost, read-only, out of resources, lock or statement timeout, shutting down, I/O error. */
const DOWN_IN_POSTGRES = /^(08|25006|53|55000|55P03|57|58)/;
/** SQLite: locked, read-only, I/O error, corrupt, full, can't open, not a database. */
const DOWN_IN_SQLITE = new Set([6, 8, 10, 11, 13, 14, 26]);
const DOWN_BEFORE_PRISMA =
  /^(ConnectionFailed|timeout exceeded when trying to connect|Connection terminated|Query read timeout)/;

function read(error: unknown) {
  const { code, message, meta, cause } = databaseErrorSchema.safeParse(error).data ?? {};
  return { code: code ?? "", message: message ?? "", driver: meta?.driverAdapterError?.cause ?? cause ?? {} };
}

/** Whether a write was refused because a row with this key already exists. */
export function isUniqueViolation(error: unknown): boolean {
  return read(error).code === "P2002";
}

/** Whether a transaction lost to another one (deadlock, serialization failure) and should run again. */
export function isWriteConflict(error: unknown): boolean {
  const { code, driver } = read(error);
  return code === "P2034" || driver.kind === "TransactionWriteConflict";
}

/**
 * Whether the database is the reason for an error: locked, unreachable, full, read-only, too slow. The same request can
 * succeed later. It becomes the contract's `database_unavailable`.
 */
export function isDatabaseDown(error: unknown): boolean {
  const { code, message, driver } = read(error);
  return (
    DOWN.has(code) ||
    DOWN_IN_POSTGRES.test(driver.code ?? "") ||
    DOWN_IN_SQLITE.has((driver.extendedCode ?? 0) & 0xff) ||
    DOWN_BEFORE_PRISMA.test(message)
  );
}
