import { describe, expect, it } from "vitest";
import { may, RIGHTS, type Right } from "@/lib/contract/rights";
import { ROLES, type Role } from "@/lib/contract/roles";
import { EMERGENCY_ISSUER, replaceGrants } from "@/lib/server/access/grants";
import type { Access, Principal } from "@/lib/server/access/principal";
import { currentActor, requireRight } from "@/lib/server/access/rights";
import { everywhere, onClusters, principalWith } from "@/lib/server/access/testing/principals";
import { openVisit } from "@/lib/server/identity/testing/visits";
import { db, transaction } from "@/lib/server/platform/database/db";
import { describeOnBothDatabases } from "@/lib/server/platform/testing/database";

/** Every right, and what an auditor, a creator, an admin and an owner may do it to. Written out, not derived. */
const MATRIX: Record<Right, string> = {
  "clusters.read": "any any any any",
  "clients.read": "any any any any",
  "audit.read": "any any any any",
  "audit.verify": "any any any any",
  "clients.create": "none any any any",
  "clients.test": "none any any any",
  "clients.edit": "none own any any",
  "clients.delete": "none own any any",
  "clients.rotate": "none own any any",
  "access.read": "none none any any",
  "members.manage": "none none none any",
  "setup.check": "none none none any",
  "notices.manage": "own own own any",
  "sessions.manage": "own own own any",
};
const isRight = (name: string): name is Right => Object.hasOwn(MATRIX, name);
const CASES = Object.entries(MATRIX).flatMap(([right, row]) =>
  row.split(" ").map((reach, at) => [right, ROLES[at] ?? "owner", reach] as const),
);

const HERE = "11111111-1111-4111-8111-111111111111";
const ELSEWHERE = "22222222-2222-4222-8222-222222222222";

describe("the access table", () => {
  it("has these rights and no others", () => {
    expect(Object.keys(RIGHTS).toSorted()).toEqual(Object.keys(MATRIX).toSorted());
  });

  it.each(CASES)("%s of an %s: %s", (right, role, reach) => {
    if (!isRight(right)) return;
    expect([may(role, right), may(role, right, { isOwn: true })]).toEqual([reach === "any", reach !== "none"]);
    expect([may(null, right), may(null, right, { isOwn: true })]).toEqual([false, false]);
  });
});

/** Ways to hold a role on HERE, and whether the role is held there. */
const GRANTS: [name: string, held: boolean, access: (role: Role) => Access][] = [
  ["on all clusters", true, everywhere],
  ["on this cluster", true, (role) => onClusters({ [HERE]: role })],
  ["on another cluster", false, (role) => onClusters({ [ELSEWHERE]: role })],
  ["on another cluster, and auditor here", false, (role) => onClusters({ [ELSEWHERE]: role, [HERE]: "auditor" })],
  ["here, and auditor on all clusters", true, (role) => ({ ...onClusters({ [HERE]: role }), everywhere: "auditor" })],
];

describeOnBothDatabases("requiring a right on a cluster", () => {
  it.each(CASES)("%s of an %s (%s), for each grant", async (right, role, reach) => {
    if (!isRight(right)) return;
    for (const [name, held, access] of GRANTS) {
      for (const isOwn of [true, false]) {
        const principal = principalWith(access(role));
        const subject = { clusterId: HERE, clientId: "c", isOwn };
        const roleHere = held ? role : access(role).byCluster.get(HERE);
        const allowed = held
          ? reach === "any" || (reach === "own" && isOwn)
          : roleHere !== undefined && may(roleHere, right, { isOwn });
        const outcome = await requireRight(principal, right, subject).then(
          (actor) => actor.role,
          (error: unknown) => error,
        );
        if (allowed) expect([name, outcome]).toEqual([name, roleHere]);
        else expect(outcome).toMatchObject({ code: roleHere ? "forbidden" : "cluster_not_found" });
        const events = await db().auditEvent.findMany({ where: { actorId: principal.memberId } });
        expect(events).toMatchObject(
          allowed
            ? []
            : [
                {
                  action: "access.refuse",
                  outcome: "refused",
                  // The role on this cluster, if there is one.
                  role: roleHere ?? principal.role,
                  address: principal.address,
                  clusterId: HERE,
                  clientId: "c",
                  detail: JSON.stringify({ right }),
                },
              ],
        );
      }
    }
  });

  it("counts as somebody else's what is not said to be one's own, and needs no cluster", async () => {
    const creator = principalWith(everywhere("creator"));
    await expect(requireRight(creator, "clients.delete")).rejects.toMatchObject({ code: "forbidden" });
    expect(await requireRight(creator, "clients.create")).toEqual(creator);
  });
});

describeOnBothDatabases("the actor of a long change", () => {
  const now = (actor: Principal) => transaction((tx) => currentActor(tx, actor, HERE));
  /** A member who was an owner when their request came in. */
  async function actorWith(role: Role | null, target?: string): Promise<Principal> {
    const { memberId } = await openVisit(role, target);
    return principalWith(everywhere("owner"), "Was owner", memberId);
  }

  it("has the role that they hold on the cluster now", async () => {
    const [all, here, elsewhere] = [await actorWith("admin"), await actorWith("creator", HERE), await actorWith(null)];
    expect(await now(all)).toEqual({ memberId: all.memberId, role: "admin" });
    expect(await now(here)).toEqual({ memberId: here.memberId, role: "creator" });
    const grants = [{ target: ELSEWHERE, role: "admin" as const, group: "" }];
    await transaction((tx) => replaceGrants(tx, elsewhere.memberId, "owners", grants));
    expect(await now(elsewhere)).toEqual({ memberId: elsewhere.memberId, role: null });
  });

  it.each(["disabledAt", "removedAt"])("is signed out once %s is set", async (column) => {
    const actor = await actorWith("owner");
    await db().member.update({ where: { id: actor.memberId }, data: { [column]: new Date() } });
    await expect(now(actor)).rejects.toMatchObject({ code: "unauthenticated" });
  });

  it("of the emergency sign-in keeps its role, which no grant gives", async () => {
    const actor = await actorWith(null);
    expect((await now(actor)).role).toBeNull();
    await db().member.update({ where: { id: actor.memberId }, data: { issuer: EMERGENCY_ISSUER } });
    expect((await now(actor)).role).toBe("owner");
  });
});
