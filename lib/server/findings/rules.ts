import "server-only";
import { FINDING_RULES, type FindingRule } from "@/lib/contract/finding-rules";
import { PRESETS } from "@/lib/contract/scope-presets";
import { SCOPES } from "@/lib/contract/scopes";
import { usesRemovedHosts } from "@/lib/credentials/hosts";
import { isAtLeast, parseVersion } from "@/lib/credentials/versions";
import { readCreateFacts } from "@/lib/server/operations/create-facts";
import { splitList } from "@/lib/server/platform/comma-list";
import type { ClientRow } from "@/lib/server/sync/stored-clients";
import type { ClusterRow } from "@/lib/server/sync/stored-clusters";

/** What the rules look at, beside a client's own row. */
export type Surroundings = {
  cluster: Pick<ClusterRow, "status" | "version" | "goneAt">;
  /** Its secret is lost, or no browser confirmed that it showed it, or its create is still open. */
  state: "orphaned" | "unconfirmed" | "creating" | "active";
  /** Whether its owner is a member who can't sign in any more. */
  isOwnerGone: boolean;
  hasSimilarName: boolean;
  now: Date;
  maxAgeMs: number;
};

/** Whether no preset needs all of these scopes. */
function isBroad(scopes: readonly string[]): boolean {
  const known = SCOPES.filter((scope) => scopes.includes(scope));
  const fits = PRESETS.some((preset) => known.every((scope) => preset.scopes.some((each) => each === scope)));
  return known.length > 0 && !fits;
}

/** Each rule: whether it finds something in a client that is not gone. */
const RULES: Record<FindingRule, (row: ClientRow, around: Surroundings) => boolean> = {
  orphaned: (_, { state }) => state === "orphaned",
  secret_unconfirmed: (_, { state }) => state === "unconfirmed",
  made_elsewhere: ({ origin, appearedAt, adoptedAt }, { state }) =>
    origin !== "managed" && appearedAt !== null && adoptedAt === null && state === "active",
  broad_scopes: ({ scopes }) => isBroad(splitList(scopes)),
  unknown_scope: ({ scopes }) => splitList(scopes).some((scope) => !SCOPES.some((known) => known === scope)),
  owner_gone: (_, { isOwnerGone }) => isOwnerGone,
  no_owner: ({ ownerName }, { state }) => ownerName === null && state !== "creating",
  review_passed: ({ reviewAt }, { now }) => reviewAt !== null && reviewAt <= now,
  end_passed: ({ endsAt }, { now }) => endsAt !== null && endsAt <= now,
  too_old: ({ knownSince }, { now, maxAgeMs }) =>
    knownSince !== null && now.getTime() - knownSince.getTime() > maxAgeMs,
  cluster_down: (_, { cluster }) => cluster.goneAt !== null || cluster.status === "Suspended",
  old_hosts: ({ createResponse }, { cluster }) => {
    const facts = readCreateFacts(createResponse);
    return facts !== null && isAtLeast(parseVersion(cluster.version), 8, 9) && usesRemovedHosts(facts.endpoints);
  },
  similar_names: (_, { hasSimilarName }) => hasSimilarName,
};

/** The rules that find something in a client. One that is gone needs nothing. */
export function findingsOf(row: ClientRow, around: Surroundings): FindingRule[] {
  if (row.goneAt !== null) return [];
  return FINDING_RULES.filter((rule) => RULES[rule](row, around));
}

/** What names that are easily confused have in common: `order-worker`, `Orders_worker` and `orderworker`. */
export function nameKey(name: string): string {
  return name
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .map((word) => word.replace(/(?<=...)s$/, ""))
    .join("");
}
