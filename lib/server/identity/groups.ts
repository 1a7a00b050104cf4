import "server-only";
import { ALL_CLUSTERS, type GrantEntry, replaceGrants } from "@/lib/server/access/grants";
import { clustersNamed } from "@/lib/server/access/named-clusters";
import type { EventEntry } from "@/lib/server/history/append-event";
import type { Tx } from "@/lib/server/platform/database/db";
import { type Env, env } from "@/lib/server/platform/env";

/** How many groups of a person are read. Entra ID sends at most 200, Okta 100. */
const MOST_GROUPS = 1_000;

/**
 * The groups of a person that give a role here. `isComplete` is false when the provider has more groups than it sent,
 * or sent more than are read: then a role may be missing.
 */
export type ReportedGroups = { names: string[]; isComplete: boolean };

/** The value of a field of its own, never an inherited one such as "constructor". */
function ownValue(of: unknown, name: string): unknown {
  return typeof of === "object" && of !== null && Object.hasOwn(of, name) ? Reflect.get(of, name) : undefined;
}

/** A claim by its name, which can contain dots, or else by a path of names, such as Keycloak's `realm_access.roles`. */
function claimValue(claims: unknown, claim: string): unknown {
  return ownValue(claims, claim) ?? claim.split(".").reduce(ownValue, claims);
}

/** Entra ID leaves the groups out when there are too many, and names a place to ask for them instead. */
function hasTooMany(claims: unknown, claim: string): boolean {
  return ownValue(ownValue(claims, "_claim_names"), claim) !== undefined || ownValue(claims, "hasgroups") === true;
}

/**
 * Reads the groups in the claims of one source. Only names in LATCHKEY_GROUP_ROLES are kept. Null when the source does
 * not say anything about groups.
 */
export function readGroups(claims: unknown, groups: Env["groups"]): ReportedGroups | null {
  if (!groups) return { names: [], isComplete: true };
  const value = claimValue(claims, groups.claim);
  if (!Array.isArray(value) && typeof value !== "string")
    return hasTooMany(claims, groups.claim) ? { names: [], isComplete: false } : null;
  const sent: unknown[] = [value].flat();
  const known = new Set(groups.roles.map(({ group }) => group));
  const names = sent.slice(0, MOST_GROUPS).filter((name) => typeof name === "string" && known.has(name));
  return { names: [...new Set(names as string[])], isComplete: sent.length <= MOST_GROUPS };
}

function grantsOf(names: readonly string[]): GrantEntry[] {
  const roles = env().groups?.roles ?? [];
  return roles
    .filter(({ group }) => names.includes(group))
    .map(({ group, role, pattern }) => ({ group, role, target: pattern ? clustersNamed(pattern) : ALL_CLUSTERS }));
}

/** Grants in words, for the history. */
function describeGrants(grants: readonly { target: string; role: string; group: string }[]): string[] {
  const texts = grants.map(({ target, role, group }) => {
    const where = target === ALL_CLUSTERS ? "all clusters" : target;
    return `${role} on ${where} by group ${group}`;
  });
  return texts.toSorted();
}

/**
 * Gives a member what their groups give, and takes away what other groups gave. Call it after `recordSignIn`, in its
 * transaction. Groups that the provider did not send give nothing: a role that it does not confirm may have been taken.
 * @returns the event of the change, for the end of the transaction; null when nothing changed
 */
export async function syncGroupGrants(
  tx: Tx,
  { id, name, email }: { id: string; name: string; email: string | null },
  { names, isComplete }: ReportedGroups = { names: [], isComplete: true },
): Promise<EventEntry | null> {
  const former = await tx.grant.findMany({ where: { memberId: id, group: { not: "" } } });
  const grants = grantsOf(names);
  const [from, to] = [describeGrants(former), describeGrants(grants)];
  if (from.join("\n") === to.join("\n")) return null;
  await replaceGrants(tx, id, "groups", grants);
  const member = { id, name, address: email };
  const detail = { member, from, to, ...(!isComplete && { groups: "incomplete" }) };
  return { action: "member.change", outcome: "succeeded", detail };
}
