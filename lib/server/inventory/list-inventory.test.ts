import { describe, expect, it } from "vitest";
import type { InventoryQuery } from "@/lib/contract/inventory";
import { inventoryQuerySchema } from "@/lib/contract/inventory";
import type { Principal } from "@/lib/server/access/principal";
import { AUDITOR, OWNER, onClusters, principalWith } from "@/lib/server/access/testing/principals";
import { CREATE, withSimulator } from "@/lib/server/camunda/testing/simulator";
import { createClient } from "@/lib/server/clients/create-client";
import { createInput, errorOf } from "@/lib/server/clients/testing/create";
import { countFilter } from "@/lib/server/inventory/count-filter";
import { getClient } from "@/lib/server/inventory/get-client";
import { listInventory } from "@/lib/server/inventory/list-inventory";
import { suggest } from "@/lib/server/inventory/suggest";
import { storedClients, storedCluster } from "@/lib/server/inventory/testing/stored";
import { db } from "@/lib/server/platform/database/db";
import { describeOnBothDatabases } from "@/lib/server/platform/testing/database";

const DAY_MS = 86_400_000;
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS);
const dayOf = (days: number) => daysAgo(days).toISOString().slice(0, 10);
const simulator = withSimulator();

/** The names of a page's rows. */
async function namesOf(query: InventoryQuery, principal: Principal = AUDITOR): Promise<string[]> {
  return (await listInventory(principal, query)).clients.map(({ name }) => name);
}

/** The names of all pages' rows, in their order. */
async function allNames(query: InventoryQuery, principal: Principal = AUDITOR): Promise<string[]> {
  const names: string[] = [];
  let after: string | undefined;
  do {
    const page = await listInventory(principal, { ...query, ...(after && { after }) });
    names.push(...page.clients.map(({ name }) => name));
    after = page.nextAfter ?? undefined;
  } while (after);
  return names;
}

describeOnBothDatabases("the inventory", () => {
  it("shows all that is stored about a client, without a call to Camunda", async () => {
    const listedAt = daysAgo(1);
    const cluster = await storedCluster("Orders production", { labels: ["prod"], listedAt });
    const memberId = crypto.randomUUID();
    const [row] = await storedClients(cluster, [
      {
        ...{ name: "facts-worker", scopes: "Zeebe,Operate", origin: "managed", purpose: "Ships orders", tags: "a,b" },
        ...{ createdByName: "Ada", createdAt: daysAgo(9), knownSince: daysAgo(9), secretShownAt: daysAgo(9) },
        ...{
          ownerId: memberId,
          ownerName: "Grace",
          reviewAt: daysAgo(2),
          testedAt: daysAgo(3),
          testOutcome: "reached",
        },
      },
    ]);
    const { clients, found, nextAfter, total } = await listInventory(AUDITOR, { search: "facts-worker" });
    expect(clients).toEqual([
      {
        ...{ id: row?.id, clientId: row?.clientId, clusterId: cluster.id, clusterName: "Orders production" },
        ...{
          labels: ["prod"],
          name: "facts-worker",
          scopes: ["Zeebe", "Operate"],
          origin: "latchkey",
          state: "active",
        },
        ...{ owner: { memberId, name: "Grace" }, purpose: "Ships orders", tags: ["a", "b"], createdBy: "Ada" },
        createdAt: row?.createdAt?.toISOString(),
        knownSince: row?.createdAt?.toISOString(),
        ...{ adoptedAt: null, consoleUser: null, consoleAt: null, goneAt: null, findings: [] },
        rotation: null,
        reviewAt: row?.reviewAt?.toISOString(),
        ...{ reviewEveryDays: null, end: null, endSetBy: null },
        firstSeenAt: row?.firstSeenAt.toISOString(),
        lastSeenAt: listedAt.toISOString(),
        testedAt: row?.testedAt?.toISOString(),
        testOutcome: "reached",
      },
    ]);
    expect([found, nextAfter]).toEqual([{ count: 1, isCapped: false }, null]);
    expect(total).toBeGreaterThanOrEqual(1);
    expect(await getClient(OWNER, cluster.id, row?.clientId ?? "")).toEqual({
      client: clients[0],
      mayDelete: true,
      mayEdit: true,
      deletedElsewhere: null,
      rotation: { mayRotate: true, rules: { requires: [], names: null }, older: [], newer: [] },
    });
    const asAuditor = await getClient(AUDITOR, cluster.id, row?.clientId ?? "");
    expect(asAuditor).toMatchObject({ mayDelete: false, mayEdit: false });
    expect([(await listInventory(AUDITOR)).mayEdit, (await listInventory(OWNER)).mayEdit]).toEqual([false, true]);
    expect(simulator().requests()).toEqual([]);
  });

  it("says how old the oldest list is, and which clusters it lacks", async () => {
    const before = (await listInventory(AUDITOR)).asOf;
    const cluster = await storedCluster("Old", { listedAt: new Date("2020-01-02T03:04:05.678Z") });
    const other = await storedCluster("Never listed");
    await db().cluster.update({
      where: { id: other.id },
      data: { clientsListedAt: null, syncError: "console_denied" },
    });
    expect((await listInventory(AUDITOR)).asOf).toEqual({
      oldest: "2020-01-02T03:04:05.678Z",
      unlisted: before.unlisted + 1,
      failed: before.failed + 1,
    });
    expect((await listInventory(principalWith(onClusters({ [other.id]: "auditor" })))).asOf).toEqual({
      ...{ oldest: null, unlisted: 1, failed: 1 },
    });
    await db().cluster.delete({ where: { id: cluster.id } });
  });

  describe("filtered", () => {
    const memberId = crypto.randomUUID();
    const marked = "flt";
    /** One client for each thing that can be filtered by, all found by the same mark. */
    async function store() {
      const id = crypto.randomUUID().slice(0, 8);
      const mark = `${marked}${id}`;
      const prod = await storedCluster(`${mark} north`, { labels: ["prod", "eu"] });
      const dev = await storedCluster(`${mark} south`, { labels: ["product"] });
      const managed = { origin: "managed", createdAt: daysAgo(2), secretShownAt: daysAgo(2) };
      const rows = await storedClients(prod, [
        {
          name: "one",
          ...managed,
          ownerId: memberId,
          ownerName: "Grace",
          knownSince: daysAgo(100),
          tags: "pay,orders",
        },
        {
          name: "two",
          ownerName: "Team Blue",
          ...{ reviewAt: daysAgo(1), endsAt: daysAgo(2), endAction: "remind" },
          scopes: "Zeebe,Tasklist,Operate,Optimize,Secrets",
        },
        {
          name: "three",
          appearedAt: daysAgo(2),
          knownSince: daysAgo(2),
          reviewAt: daysAgo(-10),
          endsAt: daysAgo(-29),
          endAction: "delete",
          tags: "payments",
          scopes: "Zeebe2",
        },
        { name: "four", ...managed, createdAt: daysAgo(9), knownSince: daysAgo(9), secretShownAt: null },
        { name: "five", goneAt: daysAgo(1), ownerName: "Team Blue" },
        { name: "six", purpose: "100%_sure" },
      ]);
      const [seven] = await storedClients(dev, [
        { name: "seven", knownSince: daysAgo(400) },
        { name: "eight", goneAt: daysAgo(20) },
      ]);
      const orphan = rows.find(({ name }) => name === "six");
      const by = { actorId: memberId, actorName: "Grace", role: "owner", requestedAt: daysAgo(1) };
      await db().operation.create({
        data: {
          ...{ id: crypto.randomUUID(), kind: "create", state: "orphaned", clusterId: prod.id, ...by },
          ...{ clientId: orphan?.clientId ?? "", clientName: "six" },
        },
      });
      const found = { clientRowId: seven?.id ?? "", clusterId: dev.id, foundAt: daysAgo(1) };
      await db().finding.createMany({
        data: [
          { ...found, rule: "no_owner" },
          { ...found, rule: "old", dismissedUntil: daysAgo(-9) },
          { ...found, rule: "again", dismissedUntil: daysAgo(1) },
        ],
      });
      return { mark, prod, dev };
    }

    it.each([
      [{}, ["four", "one", "seven", "six", "three", "two"]],
      [{ state: "gone" }, ["eight", "five"]],
      [{ state: "orphaned" }, ["six"]],
      [{ state: "unconfirmed" }, ["four"]],
      [{ state: "active" }, ["one", "seven", "three", "two"]],
      [{ origin: "latchkey" }, ["four", "one", "six"]],
      [{ origin: "elsewhere" }, ["seven", "three", "two"]],
      [{ owner: memberId }, ["one"]],
      [{ owner: "Team Blue" }, ["two"]],
      [{ owner: "Team" }, []],
      [{ owner: "none" }, ["four", "seven", "six", "three"]],
      [{ label: "prod" }, ["four", "one", "six", "three", "two"]],
      [{ label: "product" }, ["seven"]],
      [{ label: "pro" }, []],
      [{ scope: "Zeebe" }, ["four", "one", "seven", "six", "two"]],
      [{ scope: "Secrets" }, ["two"]],
      [{ scope: "all" }, ["two"]],
      [{ age: 90 }, ["one", "seven"]],
      [{ age: 365 }, ["seven"]],
      [{ since: dayOf(3) }, ["three"]],
      [{ since: dayOf(10) }, ["four", "three"]],
      [{ since: dayOf(10), origin: "latchkey" }, ["four"]],
      [{ since: dayOf(3), state: "gone" }, ["five"]],
      [{ since: dayOf(21), state: "gone" }, ["eight", "five"]],
      [{ review: "overdue" }, ["two"]],
      [{ review: "soon" }, ["three"]],
      [{ review: "none" }, ["four", "one", "seven", "six"]],
      [{ end: "overdue" }, ["two"]],
      [{ end: "soon" }, ["three"]],
      [{ end: "none" }, ["four", "one", "seven", "six"]],
      [{ tag: "pay" }, ["one"]],
      [{ tag: "payments" }, ["three"]],
      [{ finding: "no_owner" }, ["seven"]],
      [{ finding: "old" }, []],
      [{ finding: "again" }, ["seven"]],
      [{ finding: "constructor" }, []],
      [{ state: "gone", owner: "Team Blue" }, ["five"]],
      [{ review: "overdue", scope: "all", origin: "elsewhere" }, ["two"]],
    ] as const)("by %j", async (filter, expected) => {
      const { mark, prod, dev } = await store();
      for (const principal of [AUDITOR, principalWith(onClusters({ [prod.id]: "auditor", [dev.id]: "creator" }))]) {
        const page = await listInventory(principal, { search: mark, ...filter });
        expect(page.clients.map(({ name }) => name).toSorted()).toEqual(expected);
        expect(page.found).toEqual({ count: expected.length, isCapped: false });
      }
      expect(await namesOf({ cluster: dev.id, ...filter })).toEqual(
        expected.filter((name) => name === "seven" || name === "eight"),
      );
    });

    it("by parts of words in name, ID, cluster, owner, purpose and tags, however short and in any case", async () => {
      const { mark, prod } = await store();
      const clientId = (await db().client.findFirstOrThrow({ where: { clusterId: prod.id, name: "one" } })).clientId;
      const of = (search: string) => namesOf({ search: `${search} ${mark.slice(2)}` });
      expect(await of("thre")).toEqual(["three"]);
      expect(await of("HRE")).toEqual(["three"]);
      expect(await of("hr")).toEqual(["three"]);
      expect(await of(clientId.slice(4, 14))).toEqual(["one"]);
      expect(await of("sout")).toEqual(["seven"]);
      expect(await of("rac orde")).toEqual(["one"]);
      expect(await of("0%_s")).toEqual(["six"]);
      expect(await of("%")).toEqual(["six"]);
      expect(await of("thre two")).toEqual([]);
      expect(await of("' OR 1=1 --")).toEqual([]);
    });

    it("names the cluster and the member that the filter has by ID", async () => {
      const { prod } = await store();
      expect((await listInventory(AUDITOR, { cluster: prod.id, owner: memberId })).names).toEqual({
        ...{ cluster: prod.name, owner: "Grace", finding: null },
      });
      expect((await listInventory(AUDITOR, { finding: "no_owner" })).names.finding).toBe("No owner");
      expect((await listInventory(AUDITOR, { finding: "constructor" })).names.finding).toBe("constructor");
      const stranger = principalWith(onClusters({ [crypto.randomUUID()]: "admin" }));
      const page = await listInventory(stranger, { cluster: prod.id, owner: memberId });
      expect([page.names, page.clients]).toEqual([{ cluster: null, owner: null, finding: null }, []]);
    });
  });

  it("comes sorted in pages without repeats or gaps, whichever way a filter is answered", async () => {
    const mark = crypto.randomUUID().slice(0, 8);
    const clusters = [await storedCluster(`${mark} b`), await storedCluster(`${mark} a`)];
    // More than one query names by their IDs.
    const total = 600;
    const [left, right] = [crypto.randomUUID().slice(0, 8), crypto.randomUUID().slice(0, 8)];
    const rows = Array.from({ length: total }, (_, at) => ({
      name: `worker-${(at * 37) % total}`,
      knownSince: daysAgo((at * 11) % 50),
      reviewAt: at % 3 === 0 ? daysAgo((at * 7) % 20) : null,
      ...(at % 3 === 1 && { endsAt: daysAgo((at * 7) % 20), endAction: "remind" }),
      purpose: at % 2 === 0 ? "even" : "odd",
      // All have both parts, and few have them together.
      tags: at % 100 === 0 ? `${left}-${right}` : `${right} ${left}`,
      // Only the last ones by name, and no index finds them.
      origin: (at * 37) % total < total - 30 ? "unmanaged" : "managed",
    }));
    for (const [at, cluster] of clusters.entries()) await storedClients(cluster, rows.slice(at * 300, at * 300 + 300));
    const numbers = (names: string[]) => names.map((name) => Number(name.replace("worker-", "")));
    const limited = principalWith(onClusters(Object.fromEntries(clusters.map(({ id }) => [id, "auditor" as const]))));
    const upwards = Array.from({ length: total }, (_, at) => at);
    expect(numbers(await allNames({ origin: "latchkey" }, limited))).toEqual(upwards.slice(-30));
    for (const search of [mark, undefined]) {
      expect(numbers(await allNames({ search }, limited))).toEqual(upwards);
      expect(numbers(await allNames({ search, direction: "descending" }, limited))).toEqual(upwards.toReversed());
      const byCluster = await allNames({ search, sort: "cluster" }, limited);
      const second = numbers(byCluster.slice(0, 300));
      expect(second).toEqual(second.toSorted((a, b) => a - b));
      expect(new Set(byCluster).size).toBe(total);
      expect(byCluster.slice(0, 300).toSorted()).toEqual(
        rows
          .slice(300)
          .map(({ name }) => name)
          .toSorted(),
      );
      for (const direction of ["ascending", "descending"] as const) {
        const ages = await allNames({ search, sort: "age", direction }, limited);
        const byName = new Map(rows.map((row) => [row.name, row]));
        const known = ages.map((name) => byName.get(name)?.knownSince.getTime() ?? 0);
        expect(known).toEqual(known.toSorted((a, b) => (direction === "ascending" ? b - a : a - b)));
        expect(new Set(ages).size).toBe(total);
        for (const [sort, column] of [["review", "reviewAt"] as const, ["end", "endsAt"] as const]) {
          const dates = (await allNames({ search, sort, direction }, limited)).map(
            (name) => byName.get(name)?.[column]?.getTime() ?? null,
          );
          const set = dates.filter((at) => at !== null);
          // Those without a date come last in both directions.
          expect(dates.slice(0, set.length)).toEqual(
            set.toSorted((a, b) => (direction === "ascending" ? a - b : b - a)),
          );
          expect([set.length, dates.length]).toEqual([200, total]);
        }
      }
      const even = await allNames({ search: `${search ?? ""} even`.trim(), sort: "age" }, limited);
      expect(new Set(even).size).toBe(300);
    }
    // The first rows by name, which are read to see what most have, have neither.
    await storedClients(
      await storedCluster("Others"),
      Array.from({ length: 100 }, (_, at) => ({ name: `a-${at}` })),
    );
    for (const search of [`${left}-${right}`, `${left}-${right} even`])
      expect(await allNames({ search }, limited)).toHaveLength(6);
  }, 60_000);

  it("a page can't begin after a row that does not exist or that its reader may not know of", async () => {
    const [mine, other] = [await storedCluster("Mine"), await storedCluster("Other")];
    const [row] = await storedClients(other, [{ name: "other-worker" }]);
    const limited = principalWith(onClusters({ [mine.id]: "admin" }));
    for (const [principal, after] of [
      [limited, row?.id ?? ""],
      [AUDITOR, crypto.randomUUID()],
    ] as const)
      expect((await errorOf(listInventory(principal, { after }))).code).toBe("invalid_input");
    expect((await listInventory(AUDITOR, { after: row?.id })).found).toBeNull();
  });

  it("a create whose outcome is open is of Latchkey, and its client can't be deleted", async () => {
    const { uuid } = simulator().state.addCluster({ name: "Creating" });
    const cluster = { id: uuid, name: "Creating" };
    await db().cluster.create({
      data: { id: uuid, name: "Creating", seenAt: new Date(), clientsListedAt: new Date() },
    });
    simulator().addFault({ ...CREATE, do: "reset" });
    const result = await createClient(OWNER, uuid, createInput({ name: "open-worker" }));
    expect(result.outcome).toBe("pending");
    const [row] = await storedClients(cluster, [{ name: "open-worker" }]);
    const { client, mayDelete } = await getClient(OWNER, uuid, row?.clientId ?? "");
    expect([client.origin, client.state, client.createdBy, mayDelete]).toEqual([
      "latchkey",
      "active",
      OWNER.name,
      false,
    ]);
  });

  it("counts what a filter would have with each value, beside the other filters", async () => {
    const cluster = await storedCluster("Counted", { labels: ["stage"] });
    await storedClients(cluster, [
      { name: "a", scopes: "Zeebe,Secrets", knownSince: daysAgo(200) },
      { name: "b", ownerName: "Team", reviewAt: daysAgo(1) },
      { name: "c", goneAt: daysAgo(1) },
    ]);
    const counts = async (of: Parameters<typeof countFilter>[2]) =>
      Object.fromEntries(
        (await countFilter(AUDITOR, { cluster: cluster.id, scope: "Zeebe" }, of)).counts.map((each) => [
          each.value,
          each.count,
        ]),
      );
    expect(await counts("state")).toEqual({ active: 2, gone: 1, orphaned: 0, unconfirmed: 0 });
    expect(await counts("origin")).toEqual({ latchkey: 0, elsewhere: 2 });
    expect(await counts("scope")).toEqual({ Zeebe: 2, Tasklist: 0, Operate: 0, Optimize: 0, Secrets: 1, all: 0 });
    expect(await counts("age")).toEqual({ 90: 1, 180: 1, 365: 0 });
    expect(await counts("review")).toEqual({ overdue: 1, soon: 0, none: 1 });
    expect(await counts("owner")).toEqual({ none: 1 });
    expect(await counts("label")).toMatchObject({ stage: 2 });
  });

  it("gives away nothing of other clusters: not in lists, counts, suggestions, names or facts", async () => {
    const mine = await storedCluster("Visible", { labels: ["mine"] });
    const hidden = await storedCluster("Hidden secretive", { labels: ["hiddenlabel"] });
    await storedClients(mine, [{ name: "visible-worker", ownerName: "Visible team", tags: "visible-tag" }]);
    const [row] = await storedClients(hidden, [
      { name: "hidden-worker", ownerName: "Hidden team", tags: "hidden-tag", purpose: "visible" },
    ]);
    await db().finding.create({
      data: { clientRowId: row?.id ?? "", rule: "hidden_rule", clusterId: hidden.id, foundAt: new Date() },
    });
    for (const role of ["auditor", "admin"] as const) {
      const member = principalWith(onClusters({ [mine.id]: role }));
      const page = await listInventory(member);
      expect([page.clients.map(({ name }) => name), page.found, page.total]).toEqual([
        ["visible-worker"],
        { count: 1, isCapped: false },
        1,
      ]);
      const filters = [
        ...[{ search: "hidden" }, { search: "hi" }, { cluster: hidden.id }, { label: "hiddenlabel" }],
        ...[{ owner: "Hidden team" }, { tag: "hidden-tag" }, { finding: "hidden_rule" }],
      ];
      for (const filter of filters) {
        const none = await listInventory(member, filter);
        expect([none.clients, none.found], JSON.stringify(filter)).toEqual([[], { count: 0, isCapped: false }]);
      }
      expect(await namesOf({ search: "visible" }, member)).toEqual(["visible-worker"]);
      const counted = await countFilter(member, {}, "label");
      expect(counted.counts).toEqual([{ value: "mine", count: 1, isCapped: false }]);
      expect((await countFilter(member, {}, "origin")).counts.map(({ count }) => count)).toEqual([0, 1]);
      for (const of of ["cluster", "client", "person", "owner", "tag"] as const)
        for (const query of [{}, { search: "hidden" }, { search: "h" }, { cluster: hidden.id }]) {
          const suggested = JSON.stringify(await suggest(member, { of, ...query }));
          expect(suggested.toLowerCase(), `${of} ${JSON.stringify(query)}`).not.toContain("hidden");
          expect(suggested).not.toContain(hidden.id);
        }
      expect(await suggest(member, { of: "cluster", value: hidden.id })).toEqual([]);
      expect(await suggest(member, { of: "client", value: row?.clientId })).toEqual([]);
      const refused = await errorOf(getClient(member, hidden.id, row?.clientId ?? ""));
      expect([refused.code, refused.status]).toEqual(["cluster_not_found", 404]);
      const elsewhere = await errorOf(getClient(member, mine.id, row?.clientId ?? ""));
      expect([elsewhere.code, elsewhere.status]).toEqual(["client_not_found", 404]);
    }
    expect(simulator().requests()).toEqual([]);
  });

  it("finds by label, and orphans, beside a thousand that its reader may not know of", async () => {
    const mine = await storedCluster("Mine", { labels: ["crowd"] });
    const [client] = await storedClients(mine, [{ name: "crowd-worker" }]);
    // In the order of IDs, all of these come first.
    const hidden = Array.from({ length: 1_000 }, (_, at) => `00000000-0000-4000-8000-${String(at).padStart(12, "0")}`);
    await db().cluster.createMany({
      data: hidden.map((id) => ({ id, name: "Crowd", labels: "crowd", seenAt: new Date(), goneAt: new Date() })),
    });
    const orphan = { kind: "create", state: "orphaned", actorId: "a", actorName: "A", role: "admin" };
    const clientId = client?.clientId ?? "";
    await db().operation.createMany({
      data: [...hidden, mine.id].map((id) => ({ ...orphan, id, clusterId: id, clientId, requestedAt: new Date() })),
    });
    const member = principalWith(onClusters({ [mine.id]: "auditor" }));
    expect(await namesOf({ label: "crowd" }, member)).toEqual(["crowd-worker"]);
    expect(await namesOf({ state: "orphaned" }, member)).toEqual(["crowd-worker"]);
  });

  it("a view's query survives its way through an address", () => {
    const view = { search: "a b", age: 90, owner: "none", sort: "age", direction: "descending" } as const;
    const query = Object.fromEntries(new URLSearchParams(Object.entries(view).map(([k, v]) => [k, String(v)])));
    expect(inventoryQuerySchema.parse(query)).toEqual(view);
  });
});
