import { expect, it } from "vitest";
import type { WaitingItem } from "@/lib/contract/waiting";
import type { Principal } from "@/lib/server/access/principal";
import { everywhere, onClusters, principalWith } from "@/lib/server/access/testing/principals";
import { errorOf } from "@/lib/server/clients/testing/create";
import { listWaiting } from "@/lib/server/ends/list-waiting";
import { storedClients, storedCluster } from "@/lib/server/inventory/testing/stored";
import { db } from "@/lib/server/platform/database/db";
import { describeOnBothDatabases } from "@/lib/server/platform/testing/database";

const DAY = 86_400_000;
const START = Date.parse("2027-03-01T09:00:00Z");
const inDays = (days: number) => new Date(START + days * DAY);

async function startRotation({ memberId, name }: Principal, clusterId: string, deadline: Date, isOpen = true) {
  const id = crypto.randomUUID();
  await db().rotation.create({
    data: {
      ...{
        id,
        reason: "rotate",
        clusterId,
        oldClientId: id,
        oldName: `rotated ${deadline.toISOString()}`,
        newName: "new",
      },
      ...{ openKey: isOpen ? id : null, deadline, deadlineAction: "remind", startedAt: new Date() },
      ...{ startedById: memberId, startedByName: name },
    },
  });
}

async function all(principal: Principal): Promise<WaitingItem[]> {
  const items: WaitingItem[] = [];
  let after: string | null | undefined;
  do {
    const page = await listWaiting(principal, after ? { after } : {});
    items.push(...page.items);
    after = page.nextAfter;
  } while (after);
  return items;
}

describeOnBothDatabases("what waits for a member", () => {
  it("is the ends and reviews of their clients and their rotations, by when, each with what they may do", async () => {
    const orders = await storedCluster("Orders");
    const una = principalWith(onClusters({ [orders.id]: "creator" }), "una");
    const mine = { ownerId: una.memberId, ownerName: "una" };
    await storedClients(orders, [
      { name: "mine", ...mine, createdById: una.memberId, endsAt: inDays(3), endAction: "delete", reviewAt: inDays(1) },
      { name: "given", ...mine, endsAt: inDays(5), endAction: "remind", reviewEveryDays: 90 },
      { name: "gone", ...mine, endsAt: inDays(1), endAction: "delete", goneAt: new Date() },
      { name: "another's", ownerId: crypto.randomUUID(), endsAt: inDays(2), endAction: "delete" },
      { name: "without dates", ...mine },
    ]);
    const hidden = await storedCluster("Hidden");
    await storedClients(hidden, [{ name: "hidden", ...mine, endsAt: inDays(2), endAction: "delete" }]);
    await startRotation(una, orders.id, inDays(4));
    await startRotation(una, orders.id, inDays(4), false);
    await startRotation(una, hidden.id, inDays(4));
    expect((await all(una)).map(({ kind, name, at, mayEdit }) => [kind, name, at, mayEdit])).toEqual([
      ["review", "mine", inDays(1).toISOString(), true],
      ["end", "mine", inDays(3).toISOString(), true],
      ["rotation", `rotated ${inDays(4).toISOString()}`, inDays(4).toISOString(), false],
      ["end", "given", inDays(5).toISOString(), false],
    ]);
    expect((await all(principalWith(everywhere("owner"), "olga"))).length).toBe(0);
  });

  it("comes in pages without repeats or gaps, also of what is due at one instant", async () => {
    const cluster = await storedCluster("Many");
    const una = principalWith(everywhere("admin"), "una");
    const mine = { ownerId: una.memberId, ownerName: "una", endAction: "remind" };
    await storedClients(
      cluster,
      Array.from({ length: 130 }, (_, at) => ({
        ...{
          name: `w-${at}`,
          ...mine,
          endsAt: inDays(at < 60 ? 1 : at),
          reviewAt: inDays(at % 2 === 0 ? 1 : 200 - at),
        },
      })),
    );
    for (let at = 0; at < 40; at++) await startRotation(una, cluster.id, inDays(at % 3));
    const items = await all(una);
    expect(items).toHaveLength(300);
    expect(new Set(items.map(({ kind, id }) => `${kind} ${id}`)).size).toBe(300);
    const order = items.map(({ at, kind }) => `${at} ${kind}`);
    expect(order).toEqual(order.toSorted());
  });

  it("refuses a page that begins nowhere", async () => {
    const una = principalWith(everywhere("admin"), "una");
    // PostgreSQL has no year 0.
    for (const at of ["2027-13-01T00:00:00.000Z", "0000-01-01T00:00:00.000Z", "1-1-99999T00:00:00.0000Z"]) {
      const after = `${at} end ${crypto.randomUUID()}`;
      expect((await errorOf(listWaiting(una, { after }))).code, at).toBe("invalid_input");
    }
  });
});
