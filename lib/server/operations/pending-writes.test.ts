import { afterEach, expect, it, vi } from "vitest";
import { OWNER } from "@/lib/server/access/testing/principals";
import { openCreate } from "@/lib/server/operations/operations";
import { storeResponse } from "@/lib/server/operations/pending-writes";
import { db } from "@/lib/server/platform/database/db";
import { describeOnSqlite } from "@/lib/server/platform/testing/database";

describeOnSqlite("responses that the database does not accept", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it("are tried again by one timer for all, once every three seconds, until they are stored", async () => {
    const place = { clusterId: crypto.randomUUID(), clusterName: "Orders" };
    const inputs = ["one", "two", "three"].map((name) => ({
      key: crypto.randomUUID(),
      name,
      scopes: ["Zeebe" as const],
    }));
    const rows = await Promise.all(inputs.map(async (input) => (await openCreate(OWNER, place, input)).row));
    // From here on every timer counts, and none is Prisma's.
    vi.useFakeTimers({ toFake: ["setTimeout"] });
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
    const down = Object.assign(new Error("locked"), { code: "P1008" });
    const tries = vi.spyOn(db(), "$transaction").mockRejectedValue(down);
    for (const row of rows) await storeResponse(row, { state: "succeeded", clientId: `client-of-${row.clientName}` });
    expect([vi.getTimerCount(), tries.mock.calls.length]).toEqual([1, 3]);
    for (const count of [6, 9]) {
      await vi.advanceTimersByTimeAsync(2_999);
      expect(tries).toHaveBeenCalledTimes(count - 3);
      await vi.advanceTimersByTimeAsync(1);
      expect([vi.getTimerCount(), tries.mock.calls.length]).toEqual([1, count]);
    }

    tries.mockRestore();
    await vi.advanceTimersByTimeAsync(3_000);
    vi.useRealTimers();
    await vi.waitFor(async () =>
      expect(await db().operation.count({ where: { ...place, state: "succeeded" } })).toBe(3),
    );
  });
});
