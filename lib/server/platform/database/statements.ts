import "server-only";
import type { SqlQuery } from "@prisma/driver-adapter-utils";

/** A query without parameters. */
export function statement(sql: string): SqlQuery {
  return { sql, args: [], argTypes: [] };
}

/** Whether a query of Prisma writes. */
export function isWrite({ sql }: SqlQuery): boolean {
  return /^\s*(INSERT|UPDATE|DELETE)/i.test(sql);
}
