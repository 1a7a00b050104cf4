import { expect, it } from "vitest";
import { everywhere, principalWith } from "@/lib/server/access/testing/principals";
import { errorOf } from "@/lib/server/clients/testing/create";
import { openVisit } from "@/lib/server/identity/testing/visits";
import { deleteView, listViews, saveView } from "@/lib/server/inventory/saved-views";
import { db } from "@/lib/server/platform/database/db";
import { describeOnBothDatabases } from "@/lib/server/platform/testing/database";

const somebody = async () => principalWith(everywhere("auditor"), "Somebody", (await openVisit("auditor")).memberId);

describeOnBothDatabases("saved views", () => {
  it("are a member's own, by name, with search, filters, order and columns", async () => {
    const [me, other] = [await somebody(), await somebody()];
    const view = { search: "orders", age: 90, sort: "age", direction: "descending", columns: "cluster,owner" } as const;
    const saved = await saveView(me, { name: "Old orders", view });
    await saveView(me, { name: "All", view: {} });
    expect((await listViews(me)).map(({ name }) => name)).toEqual(["All", "Old orders"]);
    expect((await listViews(me))[1]).toEqual({ id: saved.id, name: "Old orders", view });
    expect(await listViews(other)).toEqual([]);
    expect((await errorOf(deleteView(other, saved.id))).code).toBe("not_found");
    await saveView(other, { name: "Old orders", view });
    await deleteView(me, saved.id);
    expect((await listViews(me)).map(({ name }) => name)).toEqual(["All"]);
    expect(await listViews(other)).toHaveLength(1);
  });

  it("have names that are unique for each member, also when two requests save at once", async () => {
    const me = await somebody();
    const tries = await Promise.allSettled(Array.from({ length: 3 }, () => saveView(me, { name: "Twice", view: {} })));
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const { code, fields } = await errorOf(saveView(me, { name: "Twice", view: {} }));
    expect([code, fields?.["name"]]).toEqual(["invalid_input", "You have a view with this name. Choose another name."]);
  });

  it("are fifty for each member at most, also when requests save at once", async () => {
    const me = await somebody();
    const rows = Array.from({ length: 49 }, (_, at) => ({ id: crypto.randomUUID(), name: `View ${at}`, query: "{}" }));
    await db().savedView.createMany({
      data: rows.map((row) => ({ ...row, memberId: me.memberId, createdAt: new Date() })),
    });
    await Promise.allSettled(["A", "B", "C"].map((name) => saveView(me, { name, view: {} })));
    expect(await listViews(me)).toHaveLength(50);
    expect((await errorOf(saveView(me, { name: "D", view: {} }))).fields?.["name"]).toMatch(/^You have 50 views/);
  });

  it("lose only what a later version can no longer read", async () => {
    const me = await somebody();
    const query = JSON.stringify({ search: "a", state: "lost", __proto__: 1, more: 2 });
    const row = { id: crypto.randomUUID(), memberId: me.memberId, name: "Old", query, createdAt: new Date() };
    await db().savedView.create({ data: row });
    expect((await listViews(me))[0]?.view).toEqual({ search: "a" });
  });
});
