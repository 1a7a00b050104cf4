import Papa from "papaparse";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { OWNER, onClusters, principalWith } from "@/lib/server/access/testing/principals";
import { exportInventory } from "@/lib/server/exports/export-inventory";
import { readAll } from "@/lib/server/exports/testing/read-all";
import { db } from "@/lib/server/platform/database/db";
import { describeOnBothDatabases } from "@/lib/server/platform/testing/database";

const NOW = new Date("2026-03-04T12:00:00.000Z");
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000);

beforeAll(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: NOW });
});
afterAll(() => {
  vi.useRealTimers();
});

type Client = NonNullable<Parameters<ReturnType<typeof db>["client"]["create"]>[0]>["data"];

describeOnBothDatabases("the credential report", () => {
  const [orders, claims] = [crypto.randomUUID(), crypto.randomUUID()];
  const addClient = (clusterId: string, name: string, facts: Partial<Client> = {}) => {
    const id = crypto.randomUUID();
    const own = { id, clusterId, clientId: `id-${name}`, name, sortName: name, searchText: name, scopes: "Zeebe" };
    const data: Client = { ...own, origin: "unmanaged", firstSeenAt: daysAgo(10), knownSince: daysAgo(10), ...facts };
    return db().client.create({ data });
  };
  beforeEach(async () => {
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
    await db().client.deleteMany();
    await db().cluster.deleteMany();
    for (const [id, name] of [
      [orders, "Orders"],
      [claims, "Claims"],
    ] as const)
      await db().cluster.create({ data: { id, name, labels: "prod,eu", seenAt: NOW, clientsListedAt: NOW } });
  });
  const rowsOf = async (principal = OWNER, query = {}) => {
    const text = await readAll(await exportInventory(principal, { format: "csv", ...query }));
    const { data, errors } = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true });
    expect(errors).toEqual([]);
    return data;
  };

  it("has one row for each client, with what is known, from whom, and what nobody reports", async () => {
    const managed = await addClient(orders, "a-worker", {
      origin: "managed",
      scopes: "Zeebe,Operate",
      purpose: "=HYPERLINK(1)",
      createdAt: daysAgo(3),
      createdByName: "Ada",
      ownerName: "Grace",
      tags: "billing",
      reviewAt: daysAgo(-5),
      reviewEveryDays: 90,
      endsAt: daysAgo(-9),
      endAction: "delete",
      endSetByName: "Linus",
      knownSince: daysAgo(3),
      secretShownAt: daysAgo(3),
    });
    await addClient(orders, "b-elsewhere", { consoleUser: "console@example.com", consoleAt: daysAgo(8) });
    await addClient(orders, "c-unknown");
    await addClient(orders, "d-gone", { goneAt: daysAgo(1) });
    await db().finding.create({
      data: { clientRowId: managed.id, rule: "all_scopes", clusterId: orders, foundAt: NOW },
    });
    const rows = await rowsOf();
    expect(rows.map(({ name, createdSource }) => [name, createdSource])).toEqual([
      ["a-worker", "latchkey"],
      ["b-elsewhere", "camunda_activity_log"],
      ["c-unknown", "not_reported"],
    ]);
    expect(rows[0]).toEqual({
      clusterId: orders,
      clusterName: "Orders",
      stage: "prod, eu",
      clientId: "id-a-worker",
      name: "a-worker",
      scopes: "Zeebe, Operate",
      origin: "latchkey",
      owner: "Grace",
      purpose: "'=HYPERLINK(1)",
      tags: "billing",
      createdAt: daysAgo(3).toISOString(),
      createdBy: "Ada",
      createdSource: "latchkey",
      ageDays: "3",
      reviewDate: daysAgo(-5).toISOString(),
      reviewEveryDays: "90",
      endDate: daysAgo(-9).toISOString(),
      endAction: "delete",
      endSetBy: "Linus",
      state: "active",
      lastUsed: "not_reported",
      firstSeenAt: daysAgo(10).toISOString(),
      lastSeenAt: NOW.toISOString(),
      goneAt: "",
      testedAt: "",
      testOutcome: "",
      findings: "all_scopes",
      generatedAt: NOW.toISOString(),
    });
    expect(rows[1]).toMatchObject({ createdBy: "console@example.com", createdAt: daysAgo(8).toISOString() });
    expect(rows[1]).toMatchObject({ reviewEveryDays: "", endDate: "", endAction: "", endSetBy: "" });
    expect((await rowsOf(OWNER, { state: "gone" })).map(({ name }) => name)).toEqual(["d-gone"]);
  });

  it("has the clients of a view alone, all of them, in its order, whatever their number", async () => {
    const names = Array.from({ length: 601 }, (_, at) => `w-${String(at).padStart(4, "0")}`);
    const facts = { scopes: "Zeebe", origin: "unmanaged", firstSeenAt: NOW, knownSince: NOW };
    await db().client.createMany({
      data: names.map((name) => {
        const own = { id: crypto.randomUUID(), clusterId: orders, clientId: name, name, sortName: name };
        return { ...own, ...facts, searchText: name };
      }),
    });
    await addClient(claims, "x-other");
    const file = await exportInventory(OWNER, { format: "jsonl" });
    expect(file.headers).toEqual({ "x-latchkey-rows": "602" });
    expect(
      (await readAll(file))
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line).name),
    ).toEqual([...names, "x-other"]);
    const descending = await rowsOf(OWNER, { cluster: orders, sort: "name", direction: "descending" });
    expect(descending.map(({ name }) => name)).toEqual(names.toReversed());
    expect((await rowsOf(OWNER, { search: "w-0600" })).map(({ name }) => name)).toEqual(["w-0600"]);
  });

  it("has only clients of clusters that its reader may know of, also in its count", async () => {
    await addClient(orders, "mine");
    await addClient(claims, "theirs");
    const member = principalWith(onClusters({ [orders]: "auditor" }));
    for (const query of [{}, { cluster: claims }, { search: "theirs" }]) {
      const file = await exportInventory(member, { format: "jsonl", ...query });
      const text = await readAll(file);
      expect(text).not.toContain("theirs");
      expect(file.headers).toEqual({ "x-latchkey-rows": text.includes("mine") ? "1" : "0" });
    }
    expect((await rowsOf(member)).map(({ name }) => name)).toEqual(["mine"]);
  });

  it("is an event, with its filter and its rows", async () => {
    await addClient(orders, "one");
    const member = { ...OWNER, memberId: crypto.randomUUID() };
    await readAll(await exportInventory(member, { format: "json", search: "one" }));
    const events = await db().auditEvent.findMany({ where: { actorId: member.memberId }, orderBy: { seq: "asc" } });
    const filter = "search: one";
    expect(events.map(({ action, outcome, detail }) => [action, outcome, JSON.parse(detail)])).toEqual([
      ["inventory.export", "requested", { format: "json", filter }],
      ["inventory.export", "succeeded", { format: "json", filter, rows: 1 }],
    ]);
  });
});
