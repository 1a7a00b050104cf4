import { expect, it } from "vitest";
import { AUDITOR, everywhere, OWNER, onClusters, principalWith } from "@/lib/server/access/testing/principals";
import { withSimulator } from "@/lib/server/camunda/testing/simulator";
import { appendEvent } from "@/lib/server/history/append-event";
import { listedAs } from "@/lib/server/identity/member";
import { openVisit } from "@/lib/server/identity/testing/visits";
import { suggest } from "@/lib/server/inventory/suggest";
import { storedClients, storedCluster } from "@/lib/server/inventory/testing/stored";
import { db, transaction } from "@/lib/server/platform/database/db";
import { describeOnBothDatabases } from "@/lib/server/platform/testing/database";

const simulator = withSimulator();

describeOnBothDatabases("suggestions", () => {
  it("are the first eight clusters with these parts of words, by name", async () => {
    const mark = crypto.randomUUID().slice(0, 8);
    for (let at = 10; at > 0; at--) await storedCluster(`${mark} cluster ${at}`);
    const found = await suggest(AUDITOR, { of: "cluster", search: `uster ${mark.slice(1)}` });
    expect(found.map(({ label }) => label)).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((at) => `${mark} cluster ${at}`));
    const [first] = found;
    expect(await suggest(AUDITOR, { of: "cluster", value: first?.value })).toEqual([first]);
    expect(await suggest(AUDITOR, { of: "cluster", search: "no such cluster" })).toEqual([]);
    expect(simulator().requests()).toEqual([]);
  });

  it("are clusters whose names begin with what was typed, then those with words that do, before all others", async () => {
    const mark = crypto.randomUUID().slice(0, 8);
    await storedCluster(`${mark} a production`, { labels: ["prod", "stable"] });
    for (const name of ["b best", "c staging", "d-station"]) await storedCluster(`${mark} ${name}`);
    await storedCluster(`st ${mark}`);
    const found = await suggest(AUDITOR, { of: "cluster", search: `${mark} st` });
    expect(found.map(({ label, stage }) => [label, stage])).toEqual([
      [`${mark} c staging`, "staging"],
      [`${mark} d-station`, null],
      [`st ${mark}`, null],
      [`${mark} b best`, null],
      [`${mark} a production`, "production"],
    ]);
    const [first] = await suggest(AUDITOR, { of: "cluster", search: "st" });
    expect(first?.label).toMatch(/^st/);
  });

  it("are also clusters with these letters in this order, after all others", async () => {
    const mark = crypto.randomUUID().slice(0, 8);
    const [claims, literal] = [await storedCluster(`${mark} Claims`), await storedCluster(`${mark} x clms`)];
    const found = async (search: string, principal = AUDITOR) =>
      (await suggest(principal, { of: "cluster", search })).map(({ value }) => value);
    expect(await found(`${mark}clms`)).toEqual([claims.id, literal.id]);
    expect(await found(`${mark} clms`)).toEqual([literal.id, claims.id]);
    expect(await found(`${mark}smlc`)).toEqual([]);
    expect(await found(`${mark}%`)).toEqual([]);
    expect(await found(`${mark}clms`, principalWith(onClusters({ [literal.id]: "auditor" })))).toEqual([literal.id]);
  });

  it("are clusters and clients on which this member may do something", async () => {
    const mark = crypto.randomUUID().slice(0, 8);
    const [mine, theirs] = [await storedCluster(`${mark} mine`), await storedCluster(`${mark} theirs`)];
    for (const cluster of [mine, theirs]) await storedClients(cluster, [{ name: "worker" }]);
    const member = principalWith(onClusters({ [mine.id]: "creator", [theirs.id]: "auditor" }));
    expect(await suggest(member, { of: "cluster", search: mark })).toHaveLength(2);
    for (const [of, right] of [
      ["cluster", "clients.create"],
      ["client", "clients.rotate"],
    ] as const) {
      const found = await suggest(member, { of, search: mark, right });
      expect(found.map(({ value, cluster }) => cluster ?? value)).toEqual([mine.id]);
    }
  });

  it("are clients with their clusters, those that are gone last", async () => {
    const mark = crypto.randomUUID().slice(0, 8);
    const [north, south] = [await storedCluster(`${mark} north`), await storedCluster(`${mark} south`)];
    const [b] = await storedClients(north, [{ name: "b-worker" }, { name: "a-worker", goneAt: new Date() }]);
    await storedClients(south, [{ name: "a-worker" }]);
    const labels = async (query: object) =>
      (await suggest(AUDITOR, { of: "client", ...query })).map(({ label, note }) => `${label}, ${note}`);
    expect(await labels({ search: mark })).toEqual([
      `a-worker, ${mark} south`,
      `b-worker, ${mark} north`,
      `a-worker, ${mark} north · gone`,
    ]);
    expect(await labels({ search: "a-work", cluster: south.id })).toEqual([`a-worker, ${mark} south`]);
    expect(await labels({ value: b?.clientId })).toEqual([`b-worker, ${mark} north`]);
  });

  it("are owners and tags of clients, each once", async () => {
    const mark = crypto.randomUUID().slice(0, 8);
    const memberId = crypto.randomUUID();
    const cluster = await storedCluster(`${mark} owned`);
    await storedClients(cluster, [
      { name: "a", ownerId: memberId, ownerName: `Grace ${mark}`, tags: `${mark}-pay,other` },
      { name: "b", ownerId: memberId, ownerName: `Grace ${mark}`, tags: `${mark}-pay` },
      { name: "c", ownerName: `Team ${mark}`, tags: `${mark}-blue` },
      { name: "d" },
    ]);
    const of = async (of: "owner" | "tag", search: string) =>
      (await suggest(AUDITOR, { of, search, cluster: cluster.id })).map(({ value, label }) => [value, label]);
    expect(await of("owner", mark)).toEqual([
      [memberId, `Grace ${mark}`],
      [`Team ${mark}`, `Team ${mark}`],
    ]);
    expect(await of("owner", "ra")).toEqual([[memberId, `Grace ${mark}`]]);
    expect(await of("tag", mark)).toEqual([`${mark}-blue`, `${mark}-pay`].map((tag) => [tag, tag]));
    expect((await suggest(AUDITOR, { of: "owner", value: memberId })).map(({ label }) => label)).toEqual([
      `Grace ${mark}`,
    ]);
  });

  it("are all members and Latchkey itself, and without a role on all clusters those who acted on one's own", async () => {
    const mark = crypto.randomUUID().slice(0, 8);
    const { memberId } = await openVisit("creator");
    const address = `lovelace-${mark}@example.test`;
    await db().member.update({ where: { id: memberId }, data: listedAs(`Ada ${mark}`, address) });
    for (const search of [`da ${mark}`, "lovelace"])
      expect(await suggest(OWNER, { of: "person", search })).toEqual([
        { value: memberId, label: `Ada ${mark}`, note: address },
      ]);
    // Addresses are for those who manage members: neither shown nor found by their letters.
    expect(await suggest(AUDITOR, { of: "person", search: `da ${mark}` })).toEqual([
      { value: memberId, label: `Ada ${mark}`, note: null },
    ]);
    expect(await suggest(AUDITOR, { of: "person", search: "lovelace" })).toEqual([]);
    expect((await suggest(OWNER, { of: "person", search: "atchk" })).map(({ value }) => value)).toEqual(["Latchkey"]);

    const [mine, other] = [await storedCluster("Mine"), await storedCluster("Other")];
    const [ada, bob] = ["Ada", "Bob"].map((name) => principalWith(everywhere("admin"), `${name} ${mark}`));
    for (const [actor, clusterId] of [
      [ada, mine.id],
      [ada, mine.id],
      [bob, other.id],
    ] as const)
      await transaction((tx) =>
        appendEvent(tx, actor ?? OWNER, { action: "client.create", outcome: "requested", clusterId }),
      );
    const limited = principalWith(onClusters({ [mine.id]: "auditor" }));
    expect(await suggest(limited, { of: "person", search: mark })).toEqual([
      { value: ada?.memberId, label: `Ada ${mark}`, note: null },
    ]);
    expect(await suggest(limited, { of: "person", value: bob?.memberId ?? "" })).toEqual([]);
  });
});
