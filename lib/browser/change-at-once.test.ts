import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { changeAtOnce } from "@/lib/browser/change-at-once";
import type { ChangedClient, MetadataChanges } from "@/lib/contract/metadata";

const NOW = new Date("2026-03-04T12:00:00.000Z");
const inDays = (days: number) => new Date(NOW.getTime() + days * 86_400_000).toISOString();
const CLUSTER = "6f8b4a52-3a0e-4c1b-9c55-0d5a2f3b7c11";
const MEMBER = "1f0f2f6e-8f7d-4d1a-8f93-2f4f6c3f9a01";
const PLACE = { clusterId: CLUSTER, clientId: "one" };
const ROW = {
  ...PLACE,
  owner: null,
  purpose: "Old",
  tags: ["b"],
  end: { at: inDays(2), action: "delete" },
  reviewEveryDays: 90,
  reviewAt: "2026-03-01T00:00:00.000Z",
  adoptedAt: null,
};
const OTHER = { ...ROW, clientId: "two" };
const REVIEW = { ...PLACE, kind: "review", at: ROW.reviewAt, end: null, reviewEveryDays: 90 };
const END = { ...PLACE, kind: "end", at: ROW.end.at, end: ROW.end, reviewEveryDays: null };

/** Ends the request that was sent last. */
let respond: (response: Response) => void;
let sent: unknown;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: NOW });
  vi.stubGlobal("fetch", (_: string, { body }: { body: string }) => {
    sent = JSON.parse(body);
    return new Promise<Response>((resolve) => {
      respond = resolve;
    });
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function loaded() {
  const queries = new QueryClient();
  queries.setQueryData(["inventory", ""], { pages: [{ total: 2, clients: [ROW, OTHER] }], pageParams: [null] });
  queries.setQueryData(["client-facts", CLUSTER, "one"], { client: ROW, mayEdit: true });
  queries.setQueryData(["waiting"], { pages: [{ items: [REVIEW, END] }], pageParams: [null] });
  queries.setQueryData(["deletions", CLUSTER], { clients: [{ ...PLACE, end: ROW.end }], hasMore: false });
  queries.setQueryData(["owners", "gr"], { owners: [{ memberId: MEMBER, name: "Grace" }] });
  const shown = () => queries.getQueriesData({}).filter(([[key]]) => key !== "owners");
  return { queries, shown, before: shown() };
}

/** Begins a change, and waits until it is sent. Its result comes with the response. */
async function begin(queries: QueryClient, changes: MetadataChanges) {
  const clients: ChangedClient[] = [{ ...PLACE, changes }];
  const result = changeAtOnce(queries, clients);
  await vi.waitFor(() => expect(sent).toEqual({ clients }));
  return { result, respond };
}

const refusal = () =>
  Response.json({ error: { code: "forbidden", message: "No.", requestId: "1", fields: {} } }, { status: 403 });

const rowsOf = (queries: QueryClient) =>
  queries.getQueryData<{ pages: { clients: unknown[] }[] }>(["inventory", ""])?.pages[0]?.clients;
const itemsOf = (queries: QueryClient) =>
  queries.getQueryData<{ pages: { items: unknown[] }[] }>(["waiting"])?.pages[0]?.items;
const outdated = (queries: QueryClient) =>
  queries
    .getQueryCache()
    .findAll({ predicate: ({ state }) => state.isInvalidated })
    .map(({ queryKey: [key] }) => key);
const ALL = ["inventory", "client-facts", "waiting", "deletions"];

it("shows a change of a client everywhere before the server responds, and of no other client", async () => {
  const { queries } = loaded();
  const changes = { owner: { memberId: MEMBER }, purpose: "New", tags: ["b", "a"], reviewOn: "2026-09-01" };
  const { result } = await begin(queries, changes);
  const row = {
    ...ROW,
    owner: { memberId: MEMBER, name: "Grace" },
    purpose: "New",
    tags: ["a", "b"],
    reviewAt: "2026-09-01T00:00:00.000Z",
  };
  expect(rowsOf(queries)).toEqual([row, OTHER]);
  expect(queries.getQueryData(["client-facts", CLUSTER, "one"])).toEqual({ client: row, mayEdit: true });
  expect(outdated(queries)).toEqual([]);
  const undo = [{ ...PLACE, changes: { purpose: "Old" } }];
  const done = { changed: 1, undo };
  respond(Response.json(done));
  expect(await result).toEqual(done);
  expect(outdated(queries)).toEqual(ALL);
});

it("counts reviews and ends from now, as the server does", async () => {
  const { queries } = loaded();
  const { result } = await begin(queries, { isStillNeeded: true });
  expect(rowsOf(queries)).toMatchObject([{ reviewAt: `${inDays(90).slice(0, 10)}T00:00:00.000Z` }, OTHER]);
  expect(itemsOf(queries)).toEqual([{ ...REVIEW, at: `${inDays(90).slice(0, 10)}T00:00:00.000Z` }, END]);
  respond(Response.json({ changed: 0, undo: [] }));
  await result;
  const putOff = await begin(queries, { putOffDays: 7 });
  const end = { at: inDays(9), action: "delete" };
  expect(rowsOf(queries)).toMatchObject([{ end }, { end: ROW.end }]);
  expect(itemsOf(queries)).toMatchObject([{ kind: "review" }, { ...END, at: end.at, end }]);
  expect(queries.getQueryData(["deletions", CLUSTER])).toMatchObject({ clients: [{ end }] });
  respond(Response.json({ changed: 0, undo: [] }));
  await putOff.result;
});

it("shows what was before when the server refuses, throws why, and loads everything again", async () => {
  const { queries, shown, before } = loaded();
  const { result } = await begin(queries, { owner: { name: "Team Orders" }, end: null });
  expect(rowsOf(queries)).toMatchObject([{ owner: { memberId: null, name: "Team Orders" }, end: null }, OTHER]);
  respond(refusal());
  await expect(result).rejects.toMatchObject({ code: "forbidden" });
  expect(shown()).toEqual(before);
  expect(outdated(queries)).toEqual(ALL);
});

it("shows each of two changes until its own response, and loads everything again after the last", async () => {
  const { queries } = loaded();
  const first = await begin(queries, { purpose: "New" });
  const second = await begin(queries, { tags: ["new"] });
  first.respond(Response.json({ changed: 1, undo: [] }));
  await first.result;
  // A list that is loaded now has not the second change.
  expect(outdated(queries)).toEqual([]);
  expect(rowsOf(queries)).toEqual([{ ...ROW, purpose: "New", tags: ["new"] }, OTHER]);
  second.respond(Response.json({ changed: 1, undo: [] }));
  await second.result;
  expect(outdated(queries)).toEqual(ALL);
});

it("takes back only the change that is refused while another is on its way", async () => {
  const { queries } = loaded();
  const first = await begin(queries, { purpose: "New" });
  const second = await begin(queries, { putOffDays: 7 });
  const third = await begin(queries, { tags: ["new"] });
  third.respond(Response.json({ changed: 1, undo: [] }));
  await third.result;
  first.respond(refusal());
  await expect(first.result).rejects.toMatchObject({ code: "forbidden" });
  expect(rowsOf(queries)).toEqual([{ ...ROW, tags: ["new"], end: { at: inDays(9), action: "delete" } }, OTHER]);
  expect(outdated(queries)).toEqual([]);
  second.respond(refusal());
  await expect(second.result).rejects.toMatchObject({ code: "forbidden" });
  expect(rowsOf(queries)).toEqual([{ ...ROW, tags: ["new"] }, OTHER]);
  expect(outdated(queries)).toEqual(ALL);
});
