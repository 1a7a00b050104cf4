import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { AUDITOR, OWNER, SECOND_OWNER } from "@/lib/server/access/testing/principals";
import { listEvents } from "@/lib/server/audit/list-events";
import { appendEvent } from "@/lib/server/history/append-event";
import { db, transaction } from "@/lib/server/platform/database/db";
import { describeOnBothDatabases } from "@/lib/server/platform/testing/database";

type Entry = Parameters<typeof appendEvent>[2];
const NOON = Date.parse("2026-03-04T12:00:00.000Z");
beforeAll(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterAll(() => {
  vi.useRealTimers();
});

async function append(entry: Partial<Entry>, actor = OWNER): Promise<void> {
  await transaction((tx) => appendEvent(tx, actor, { action: "client.create", outcome: "requested", ...entry }));
}

describeOnBothDatabases("the list of audit events", () => {
  let clusterId: string;
  beforeEach(() => {
    clusterId = crypto.randomUUID();
    vi.setSystemTime(NOON);
  });

  it("shows all fields of an event, to an auditor too", async () => {
    await append({ clusterId, clusterName: "Orders", clientId: "id", clientName: "w", detail: { scopes: ["Zeebe"] } });
    const { events, nextBefore } = await listEvents(AUDITOR, { cluster: clusterId });
    expect(nextBefore).toBeNull();
    expect(events).toEqual([
      {
        seq: expect.any(Number),
        at: "2026-03-04T12:00:00.000Z",
        actorName: OWNER.name,
        actorId: OWNER.memberId,
        role: "owner",
        address: "127.0.0.1",
        action: "client.create",
        outcome: "requested",
        clusterId,
        clusterName: "Orders",
        clientId: "id",
        clientName: "w",
        requestId: OWNER.requestId,
        operationId: null,
        detail: { scopes: ["Zeebe"] },
      },
    ]);
  });

  it("shows unknown actions and outcomes of a newer version as they are", async () => {
    await append({ clusterId });
    const head = await db().auditHead.findFirstOrThrow();
    const facts = { id: crypto.randomUUID(), at: new Date(NOON), actorName: "x", detail: "{}", prevHash: "", hash: "" };
    await db().auditEvent.create({
      data: { ...facts, seq: head.seq + 1_000_000, action: "client.rotate", outcome: "halfway", clusterId },
    });
    const { events } = await listEvents(OWNER, { cluster: clusterId });
    expect(events.map(({ action, outcome }) => [action, outcome])).toEqual([
      ["client.rotate", "halfway"],
      ["client.create", "requested"],
    ]);
  });

  describe("filtered", () => {
    it.each([
      [{ person: SECOND_OWNER.name }, ["delete"]],
      [{ person: SECOND_OWNER.memberId }, ["delete"]],
      [{ action: "client.delete" }, ["delete"]],
      [{ outcome: "succeeded" }, ["delete", "create"]],
      [{ client: "client-1" }, ["create", "request"]],
      [{ client: "delete" }, ["delete"]],
      [{ cluster: "Orders" }, ["create"]],
      [{ from: "2026-03-04T12:00:01.000Z" }, ["delete", "create"]],
      [{ to: "2026-03-04T12:00:01.000Z" }, ["request"]],
      [{ from: "2026-03-04T12:00:01.000Z", to: "2026-03-04T12:00:02.000Z" }, ["create"]],
      [{ outcome: "succeeded", client: "client-1" }, ["create"]],
      [{ client: "CLIENT-1" }, []],
      [{ person: "%" }, []],
      [{ person: "' OR 1=1 --" }, []],
    ] as const)("by %j", async (filter, names) => {
      const client = clusterId.slice(0, 8);
      const at = (seconds: number) => vi.setSystemTime(NOON + seconds * 1000);
      const facts = { clusterId, clusterName: `Orders ${client}` };
      at(0);
      await append({ ...facts, clientId: `client-1 ${client}`, clientName: "request" });
      at(1);
      await append({
        ...facts,
        clusterName: "Orders",
        outcome: "succeeded",
        clientId: `client-1 ${client}`,
        clientName: "create",
      });
      at(2);
      await append({ ...facts, action: "client.delete", outcome: "succeeded", clientName: "delete" }, SECOND_OWNER);
      const ownFilter =
        "client" in filter && filter.client !== "delete" ? { ...filter, client: `${filter.client} ${client}` } : filter;
      const { events } = await listEvents(OWNER, ownFilter);
      expect(events.filter((event) => event.clusterId === clusterId).map(({ clientName }) => clientName)).toEqual(
        names,
      );
    });
  });

  it("comes in pages of 20, then of 100, newest first, without repeats or gaps while events are added", async () => {
    const total = 115;
    for (let at = 0; at < total; at++) await append({ clusterId, detail: { at } });
    const seen: unknown[] = [];
    let before: number | undefined;
    const sizes: number[] = [];
    do {
      const page = await listEvents(OWNER, { cluster: clusterId, ...(before && { before }) });
      sizes.push(page.events.length);
      seen.push(...page.events.map(({ detail }) => detail["at"]));
      before = page.nextBefore ?? undefined;
      await append({ clusterId, detail: { at: "later" } });
    } while (before !== undefined);
    expect(sizes).toEqual([20, 95]);
    expect(seen).toEqual(Array.from({ length: total }, (_, at) => total - 1 - at));
  });
});
