import { beforeEach, describe, expect, it } from "vitest";
import {
  ALL_CLUSTERS,
  clustersNamed,
  findAccessText,
  lockAccess,
  readAccess,
  replaceGrants,
  requireOwner,
  storedRole,
} from "@/lib/server/access/grants";
import { roleOn } from "@/lib/server/access/principal";
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
    const access = await readAccess(JSON.stringify({ [HERE]: "superuser", "*": "__proto__" }));
    expect(access).toEqual({ everywhere: null, byCluster: new Map() });
    expect(storedRole(JSON.stringify({ [HERE]: "superuser" }))).toBeNull();
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
        { target: ALL_CLUSTERS, role: "auditor", group: "staff" },
      ]),
    );
    expect(roleOn(await accessOf(memberId), HERE)).toBe("admin");
    await transaction((tx) => replaceGrants(tx, memberId, "groups", []));
    expect(await accessOf(memberId)).toEqual({ everywhere: null, byCluster: new Map([[HERE, "creator"]]) });
  });

  it.each([
    ["orders-*", ["orders-prod", "orders-test"]],
    ["*-prod", ["Orders-prod", "claims-prod", "orders-prod"]],
    ["o*-p*d", ["orders-prod"]],
    ["orders", []],
    ["orders.prod", []],
    ["*", ["Orders-prod", "claims-prod", "orders-prod", "orders-test"]],
  ])("for names like %s give exactly those clusters, without those that are gone", async (pattern, names) => {
    const all = ["orders-prod", "orders-test", "Orders-prod", "claims-prod"];
    const rows = all.map((name) => ({ id: crypto.randomUUID(), name, sortName: name, seenAt: new Date() }));
    const gone = { id: crypto.randomUUID(), name: "orders-prod", seenAt: new Date(), goneAt: new Date() };
    await db().cluster.createMany({ data: [...rows, gone] });
    const memberId = await newMember();
    await grant(memberId, [clustersNamed(pattern), "creator"]);
    const { everywhere, byCluster } = await accessOf(memberId);
    expect(everywhere).toBeNull();
    const found = rows.filter(({ id }) => byCluster.has(id)).map(({ name }) => name);
    expect(found.toSorted()).toEqual(names);
    expect(byCluster.has(gone.id)).toBe(false);
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
