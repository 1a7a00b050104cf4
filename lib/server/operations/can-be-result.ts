import "server-only";
import { SCOPES } from "@/lib/contract/scopes";
import type { OperationRow } from "@/lib/server/operations/operations";
import { splitList } from "@/lib/server/platform/comma-list";

/** Whether these are clearly other scopes. Camunda may report none, or unknown names that can't be compared. */
function areOtherScopes(reported: readonly string[], requested: readonly string[]): boolean {
  const isComparable = reported.length > 0 && reported.every((scope) => SCOPES.some((known) => known === scope));
  return isComparable && (reported.length !== requested.length || !requested.every((s) => reported.includes(s)));
}

/**
 * Whether a client with the right name can be the result of a create. A client with other scopes, or one that existed
 * before the create was requested, belongs to somebody else and may be in use.
 */
export function canBeResult(
  row: OperationRow,
  { clientId, scopes }: { clientId: string; scopes: readonly string[] },
): boolean {
  return !splitList(row.knownClientIds).includes(clientId) && !areOtherScopes(scopes, splitList(row.scopes));
}
