import { beforeEach, expect, it, vi } from "vitest";
import { everywhere, onClusters, principalWith } from "@/lib/server/access/testing/principals";
import { readHistory } from "@/lib/server/audit/read-history";
import { listedAs } from "@/lib/server/identity/member";
import { db } from "@/lib/server/platform/database/db";
import { processState } from "@/lib/server/platform/process-state";
import { describeOnBothDatabases } from "@/lib/server/platform/testing/database";

let lines: string[] = [];

describeOnBothDatabases("reading the history", () => {
  beforeEach(() => {
    processState("rate-limits", () => new Map()).clear();
    lines = [];
    vi.spyOn(process.stdout, "write").mockImplementation((chunk) => lines.push(String(chunk)) > 0);
  });
  const reader = () => principalWith(everywhere("auditor"));
  const readings = async (memberId: string) => {
    const events = await db().auditEvent.findMany({
      where: { actorId: memberId, action: "history.read" },
      orderBy: { seq: "asc" },
    });
    return events.map(({ detail }) => JSON.parse(detail).filter);
  };

  it("leaves one event for each person and filter in ten minutes", async () => {
    const [first, second] = [reader(), reader()];
    for (const principal of [first, first, second])
      for (const filter of [{}, { person: "Ada", outcome: "refused" as const }]) await readHistory(principal, filter);
    const expected = ["none", "person: Ada, outcome: refused"];
    expect([await readings(first.memberId), await readings(second.memberId)]).toEqual([expected, expected]);

    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 601_000 });
    await readHistory(first, {});
    vi.useRealTimers();
    expect(await readings(first.memberId)).toEqual([...expected, "none"]);
  });

  it("names what the filter has by its ID, if the reader may know of it", async () => {
    const [mine, other, memberId] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()];
    for (const id of [mine, other])
      await db().cluster.create({ data: { id, name: "Orders", sortName: "orders", seenAt: new Date() } });
    await db().member.create({
      data: {
        ...{ id: memberId, issuer: "i", subject: memberId },
        ...listedAs("Ada", null),
        emailVerified: false,
        createdAt: new Date(),
      },
    });
    const everybody = reader();
    await readHistory(everybody, { cluster: mine, person: memberId });
    expect(await readings(everybody.memberId)).toEqual([`cluster: Orders (${mine}), person: Ada (${memberId})`]);
    const limited = principalWith(onClusters({ [mine]: "auditor" }));
    for (const cluster of [mine, other]) await readHistory(limited, { cluster, person: memberId });
    expect(await readings(limited.memberId)).toEqual([
      `cluster: Orders (${mine}), person: ${memberId}`,
      `cluster: ${other}, person: ${memberId}`,
    ]);
  });

  it("leaves none for later pages, and five a minute for each person at most", async () => {
    const principal = reader();
    await readHistory(principal, { before: 10 });
    for (let at = 0; at < 8; at++) await readHistory(principal, { person: `p${at}` });
    expect(await readings(principal.memberId)).toHaveLength(5);
    expect(lines).toEqual([]);
  });

  it("works while the database accepts no writes, and the log then has what the history lacks", async () => {
    const principal = reader();
    vi.spyOn(db(), "$transaction").mockRejectedValueOnce(new Error("read-only"));
    expect((await readHistory(principal, {})).events.length).toBeGreaterThan(0);
    vi.mocked(db().$transaction).mockRestore();
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { msg: "reading not stored", memberId: principal.memberId, requestId: principal.requestId },
    ]);
  });
});
