import { beforeEach, expect, it, vi } from "vitest";
import { recordRefusal, recordStranger } from "@/lib/server/access/refusals";
import { OWNER } from "@/lib/server/access/testing/principals";
import { db } from "@/lib/server/platform/database/db";
import { processState } from "@/lib/server/platform/process-state";
import { describeOnSqlite } from "@/lib/server/platform/testing/database";

let lines: string[] = [];
beforeEach(() => {
  processState("rate-limits", () => new Map()).clear();
  lines = [];
  vi.spyOn(process.stdout, "write").mockImplementation((chunk) => lines.push(String(chunk)) > 0);
});

const REFUSAL = { action: "access.refuse", detail: { code: "unauthenticated" } } as const;
const from = (address: string | null) => ({ address, requestId: crypto.randomUUID() });
const eventsFrom = (address: string | null) => db().auditEvent.findMany({ where: { address } });

describeOnSqlite("a refusal", () => {
  it("of somebody unknown is recorded ten times a minute for each address, without a word in the log beyond", async () => {
    for (let turn = 0; turn < 12; turn++) await recordStranger(from("192.0.2.1"), REFUSAL);
    await recordStranger(from("192.0.2.2"), REFUSAL);
    await recordStranger(from(null), REFUSAL);
    const [first] = await eventsFrom("192.0.2.1");
    expect(first).toMatchObject({
      ...REFUSAL,
      actorName: "Not signed in",
      outcome: "refused",
      detail: expect.any(String),
    });
    const counts = await Promise.all(["192.0.2.1", "192.0.2.2", null].map(async (at) => (await eventsFrom(at)).length));
    expect([counts, lines]).toEqual([[10, 1, 1], []]);
  });

  it.each([
    ["a member", () => recordRefusal({ ...OWNER, ...from("192.0.2.3") }, REFUSAL)],
    ["somebody unknown", () => recordStranger(from("192.0.2.3"), REFUSAL)],
  ])("of %s stands when it can't be recorded, and the log says so with the address", async (_, record) => {
    vi.spyOn(db(), "$transaction").mockRejectedValueOnce(new Error("read-only"));
    await record();
    vi.mocked(db().$transaction).mockRestore();
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { msg: "refusal not stored", address: "192.0.2.3", requestId: expect.any(String) },
    ]);
    expect(await eventsFrom("192.0.2.3")).toEqual([]);
  });
});
