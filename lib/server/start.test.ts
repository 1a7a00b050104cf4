import { beforeAll, expect, it, vi } from "vitest";
import { OWNER } from "@/lib/server/access/testing/principals";
import { openCreate } from "@/lib/server/operations/operations";
import { storeResponse } from "@/lib/server/operations/pending-writes";
import { db } from "@/lib/server/platform/database/db";
import { describeOnSqlite } from "@/lib/server/platform/testing/database";
import { start } from "@/lib/server/start";

describeOnSqlite("a process", () => {
  const updated = { id: crypto.randomUUID(), name: "Orders", labels: "eu,prod", seenAt: new Date() };
  beforeAll(async () => {
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
    await db().cluster.create({ data: updated });
    await start();
  });

  it("has the stages of stored clusters before it serves, also after an update that added them", async () => {
    expect(await db().cluster.findMany({ select: { id: true, sortStage: true } })).toEqual([
      { id: updated.id, sortStage: 0 },
    ]);
  });

  it("tries to store its pending writes while the database is locked, and ends only then", async () => {
    const finish: () => Promise<void> = Reflect.get(globalThis, Symbol.for("latchkey.finish"));
    const place = { clusterId: crypto.randomUUID(), clusterName: "Orders" };
    const input = { key: crypto.randomUUID(), name: "orders-worker", scopes: ["Zeebe" as const] };
    const { row } = await openCreate(OWNER, place, input);
    const down = Object.assign(new Error("locked"), { code: "P1008" });
    const tries = vi.spyOn(db(), "$transaction").mockRejectedValue(down);
    await storeResponse(row, { state: "succeeded", clientId: "delivered" });

    let hasEnded = false;
    const ended = finish().then(() => {
      hasEnded = true;
    });
    await vi.waitFor(() => expect(tries.mock.calls.length).toBeGreaterThan(3), { timeout: 10_000 });
    expect(hasEnded).toBe(false);
    tries.mockRestore();
    await ended;
    expect(await db().operation.findUnique({ where: { id: row.id } })).toMatchObject({ state: "succeeded" });
  });
});
