import "server-only";
import type { GrantInput, MemberGrants } from "@/lib/contract/members";
import { ROLES, roleSchema } from "@/lib/contract/roles";
import { ALL_CLUSTERS, type GrantEntry } from "@/lib/server/access/grants";
import { namePattern } from "@/lib/server/access/named-clusters";
import type { Tx } from "@/lib/server/platform/database/db";
import { AppError } from "@/lib/server/platform/errors";

/** The names of these clusters by ID, in the order of names. Those that are gone only with `gone`. */
export async function findClusterNames(
  tx: Tx,
  ids: readonly string[],
  { gone = false }: { gone?: boolean } = {},
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const clusters = await tx.cluster.findMany({
    where: { id: { in: [...new Set(ids)] }, ...(!gone && { goneAt: null }) },
    select: { id: true, name: true },
    orderBy: [{ sortName: "asc" }, { id: "asc" }],
  });
  return new Map(clusters.map(({ id, name }) => [id, name]));
}

/**
 * What owners give, as rows.
 * @throws AppError invalid_input for a cluster that is gone or unknown
 */
export async function entriesOf(tx: Tx, grants: readonly GrantInput[]): Promise<GrantEntry[]> {
  const ids = grants.flatMap(({ clusters }) => (clusters === "all" ? [] : clusters));
  const names = await findClusterNames(tx, ids);
  return grants.flatMap(({ role, clusters }, at) => {
    if (clusters === "all") return [{ target: ALL_CLUSTERS, role, group: "" }];
    if (clusters.some((id) => !names.has(id))) {
      const message = "One of these clusters no longer exists. Reload, then choose again.";
      throw new AppError("invalid_input", { fields: { [`grants.${at}.clusters`]: message } });
    }
    return clusters.map((target) => ({ target, role, group: "" }));
  });
}

/** What owners gave by these rows, the strongest role first, each with its clusters by name and ID. */
export async function givenBy(
  tx: Tx,
  rows: readonly { target: string; role: string; group: string }[],
  options?: { gone: boolean },
): Promise<MemberGrants["grants"]> {
  const given = rows.filter(({ target, group }) => group === "" && namePattern(target) === null);
  const names = await findClusterNames(
    tx,
    given.map(({ target }) => target),
    options,
  );
  return ROLES.toReversed().flatMap((role): MemberGrants["grants"] => {
    const own = given.filter((row) => roleSchema.safeParse(row.role).data === role).map(({ target }) => target);
    const clusters = [...names].flatMap(([id, name]) => (own.includes(id) ? [{ id, name }] : []));
    return [
      ...(own.includes(ALL_CLUSTERS) ? [{ role, clusters: "all" as const }] : []),
      ...(clusters.length > 0 ? [{ role, clusters }] : []),
    ];
  });
}
