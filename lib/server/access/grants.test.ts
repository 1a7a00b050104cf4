import { beforeEach, describe, expect, it } from "vitest";
import {
  ALL_CLUSTERS,
  EMERGENCY_ISSUER,
  findAccessText,
  grantedRole,
  lockAccess,
  readAccess,
  replaceGrants,
  requireOwner,
  storedRole,
} from "@/lib/server/access/grants";
import { clustersNamed } from "@/lib/server/access/named-clusters";
import { roleOn } from "@/lib/server/access/principal";
import { onClusters } from "@/lib/server/access/testing/principals";
import { db, transaction } from "@/lib/server/platform/database/db";
import { describeOnBothDatabases } from "@/lib/server/platform/testing/database";

const HERE = "11111111-1111-4111-8111-111111111111";

async function newMember({ signedIn = true } = {}): Promise<string> {
  const id = crypto.randomUUID();
  const facts = { name: "Test", emailVerified: false, createdAt: new Date() };
  await db().member.create({ data: { id, ...facts, ...(signedIn && { issuer: "i", subject: id }) } });
  return id;
}
const grant = (memberId: string, ...grants: [target: string, role: "owner" | "admin" | "creator" | "auditor"][]) =>
  transaction((tx) =>
    replaceGrants(
      tx,
      memberId,
      "owners",
      grants.map(([target, role]) => ({ target, role, group: "" })),
    ),
  );
const accessOf = async (memberId: string) => readAccess(await transaction((tx) => findAccessText(tx, memberId)));

describe("the access that a session stores", () => {
  it("ignores roles and texts that this version does not know", async () => {
    const access = readAccess(JSON.stringify({ [HERE]: "superuser", "*": "__proto__", "name:*": "constructor" }));
    expect(access).toEqual(onClusters({}));
    expect(storedRole(JSON.stringify({ [HERE]: "superuser" }))).toBeNull();
  });
});

describe("a grant", () => {
  it.each([
    [ALL_CLUSTERS, "owner", "owner"],
    [HERE, "owner", "admin"],
    [clustersNamed("a*"), "owner", "admin"],
    [HERE, "creator", "creator"],
    [ALL_CLUSTERS, "superuser", null],
  ])("for %s as %s gives %s", (target, role, given) => {
    expect(grantedRole({ target, role })).toBe(given);
  });
});

describeOnBothDatabases("grants", () => {
  beforeEach(async () => {
    await db().grant.deleteMany();
    await db().cluster.deleteMany();
  });

  it("of owners and of groups stand beside each other, and the strongest counts", async () => {
    const memberId = await newMember();
    await grant(memberId, [HERE, "creator"]);
    await transaction((tx) =>
      replaceGrants(tx, memberId, "groups", [
        { target: HERE, role: "admin", group: "ops" },
        { target: HERE, role: "auditor", group: "readers" },
        { target: ALL_CLUSTERS, role: "auditor", group: "staff" },
      ]),
    );
    const access = await accessOf(memberId);
    expect([access.everywhere, [...access.byCluster]]).toEqual(["auditor", [[HERE, "admin"]]]);
    expect(await roleOn(access, HERE)).toBe("admin");
    await transaction((tx) => replaceGrants(tx, memberId, "groups", []));
    expect(await accessOf(memberId)).toEqual(onClusters({ [HERE]: "creator" }));
  });

  it("of one member are replaced alone, with the live sessions of that member", async () => {
    const [memberId, other] = [await newMember(), await newMember()];
    const until = new Date(Date.now() + 60_000);
    const facts = { name: "Test", provider: "oidc", createdAt: new Date(), lastSeenAt: new Date(), expiresAt: until };
    const session = (id: string, of: string, revokedAt: Date | null) =>
      db().session.create({
        data: { ...facts, id, idHash: id, memberId: of, revokedAt, access: "{}", authenticatedAt: new Date() },
      });
    const ids = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()] as const;
    await session(ids[0], memberId, null);
    await session(ids[1], memberId, new Date());
    await session(ids[2], other, null);
    await grant(other, [HERE, "auditor"]);
    await grant(memberId, [HERE, "creator"]);
    const accessIn = async (id: string) => (await db().session.findUniqueOrThrow({ where: { id } })).access;
    const texts = [await accessIn(ids[0]), await accessIn(ids[1]), await accessIn(ids[2])];
    expect(texts).toEqual([`{"${HERE}":"creator"}`, "{}", `{"${HERE}":"auditor"}`]);
    expect((await accessOf(other)).byCluster).toEqual(new Map([[HERE, "auditor"]]));
  });

  it("are changed in a queue: each change raises the revision by one", async () => {
    const revision = async () => (await db().organization.findFirstOrThrow()).accessRevision;
    const before = await revision();
    await transaction(lockAccess);
    expect(await revision()).toBe(before + 1);
  });

  it.each([
    ["by a group", { group: "ops" }, {}],
    ["of the emergency password", {}, { issuer: EMERGENCY_ISSUER }],
    ["for one cluster", { target: HERE }, {}],
    ["with a lesser role", { role: "admin" }, {}],
  ])("%s make no owner who can be the last one", async (_, changes, facts) => {
    const memberId = await newMember();
    await grant(memberId, [ALL_CLUSTERS, "owner"]);
    await transaction(requireOwner);
    await db().grant.updateMany({ where: { memberId }, data: changes });
    await db().member.update({ where: { id: memberId }, data: facts });
    await expect(transaction(requireOwner)).rejects.toMatchObject({ code: "last_owner" });
  });

  it("leave one owner who signed in, is not disabled and does not depend on a group", async () => {
    const [owner, invited, disabled] = [await newMember(), await newMember({ signedIn: false }), await newMember()];
    for (const id of [owner, invited, disabled]) await grant(id, [ALL_CLUSTERS, "owner"]);
    await db().member.update({ where: { id: disabled }, data: { disabledAt: new Date() } });
    await transaction(requireOwner);
    await expect(
      transaction(async (tx) => {
        await lockAccess(tx);
        await replaceGrants(tx, owner, "owners", []);
        await requireOwner(tx);
      }),
    ).rejects.toMatchObject({ code: "last_owner" });
    expect((await accessOf(owner)).everywhere).toBe("owner");
  });

  it("can't be taken from two last owners by each other at the same moment", async () => {
    const owners = [await newMember(), await newMember()];
    for (const id of owners) await grant(id, [ALL_CLUSTERS, "owner"]);
    const results = await Promise.allSettled(
      owners.map((id) =>
        transaction(async (tx) => {
          await lockAccess(tx);
          await replaceGrants(tx, id, "owners", []);
          await requireOwner(tx);
        }),
      ),
    );
    expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(await db().grant.count({ where: { role: "owner" } })).toBe(1);
  });
});
