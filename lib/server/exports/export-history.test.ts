import Papa from "papaparse";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { AUDITOR, OWNER, onClusters, principalWith, SECOND_OWNER } from "@/lib/server/access/testing/principals";
import { exportHistory } from "@/lib/server/exports/export-history";
import { readAll } from "@/lib/server/exports/testing/read-all";
import { appendEvent } from "@/lib/server/history/append-event";
import { seedEvents } from "@/lib/server/history/testing/seed-events";
import { db, transaction } from "@/lib/server/platform/database/db";
import { describeOnBothDatabases } from "@/lib/server/platform/testing/database";

type Entry = Parameters<typeof appendEvent>[2];
const append = (entry: Partial<Entry> = {}, actor = OWNER) =>
  transaction((tx) => appendEvent(tx, actor, { action: "client.create", outcome: "requested", ...entry }));

beforeAll(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-03-04T12:00:00.000Z") });
});
afterAll(() => {
  vi.useRealTimers();
});

describeOnBothDatabases("an export of the history", ({ provider }) => {
  beforeEach(() => {
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
  });
  const ownEvents = (memberId: string) =>
    db().auditEvent.findMany({ where: { actorId: memberId, action: "history.export" }, orderBy: { seq: "asc" } });
  const linesOf = (text: string) =>
    text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));

  it("is a file with a name, a type and the number of its rows", async () => {
    const file = await exportHistory(OWNER, { format: "csv" });
    const { seq } = await db().auditHead.findFirstOrThrow();
    expect(file).toMatchObject({
      name: "latchkey-localhost-history-2026-03-04T120000Z.csv",
      type: "text/csv; charset=utf-8",
      headers: { "x-latchkey-rows": String(seq) },
    });
    expect(Papa.parse(await readAll(file), { skipEmptyLines: true }).data).toHaveLength(seq + 1);
    const filtered = await exportHistory(OWNER, { format: "json", outcome: "succeeded" });
    expect(filtered.headers).toEqual({});
    await filtered.cancel();
  });

  it("is the same in every format: all fields, oldest first, instants in ISO 8601 in UTC", async () => {
    const clusterId = crypto.randomUUID();
    const detail = { purpose: 'line\r\nbreak, "quote" and ünïcode', scopes: ["Zeebe"] };
    await append({ clusterId, clusterName: "=1+1", clientId: "id", clientName: "a,b", detail });
    await append({ clusterId, outcome: "succeeded" });
    const read = async (format: "csv" | "jsonl" | "json", bom?: "1") =>
      readAll(await exportHistory(OWNER, { format, cluster: clusterId, ...(bom && { bom }) }));

    const lines = linesOf(await read("jsonl"));
    expect(lines).toMatchObject([
      { at: "2026-03-04T12:00:00.000Z", actorName: OWNER.name, clusterName: "=1+1", clientName: "a,b", detail },
      { outcome: "succeeded", clusterName: null },
    ]);
    expect(JSON.parse(await read("json"))).toEqual({
      exported: "history",
      generatedAt: "2026-03-04T12:00:00.000Z",
      filter: { cluster: clusterId },
      rows: lines,
      count: 2,
      complete: true,
    });
    const csv = await read("csv", "1");
    expect(csv.startsWith("\ufeffseq,at,actorName")).toBe(true);
    expect(csv.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    const { data, errors } = Papa.parse<Record<string, string>>(csv, { header: true, skipEmptyLines: true });
    expect(errors).toEqual([]);
    expect(data.map(({ detail: text }) => JSON.parse(text ?? ""))).toEqual([detail, {}]);
    expect(data[0]).toMatchObject({
      ...lines[0],
      seq: String(lines[0].seq),
      clusterName: "'=1+1",
      operationId: "",
      detail: data[0]?.["detail"],
    });
    expect(data[1]).toMatchObject({ clusterName: "", clientId: "" });
  });

  it("is complete and in order while new events are written, and ends with its own request", async () => {
    await seedEvents(provider, 1_300);
    const file = await exportHistory(OWNER, { format: "jsonl" });
    const { seq: last } = await db().auditHead.findFirstOrThrow();
    let text = "";
    for await (const piece of file.pieces) {
      text += piece;
      await append({ detail: { later: true } });
    }
    const lines = linesOf(text);
    expect(lines.map(({ seq }) => seq)).toEqual(Array.from({ length: last }, (_, at) => at + 1));
    expect(lines.at(-1)).toMatchObject({ action: "history.export", outcome: "requested" });
  });

  it("with a filter reads the whole history in spans, and finds the first and the last event", async () => {
    const first = await db().auditEvent.findUniqueOrThrow({ where: { seq: 1 } });
    const rare = { clientId: first.clientId ?? crypto.randomUUID() };
    await append({ ...rare, clientName: "rare-one" });
    const file = await exportHistory(OWNER, { format: "jsonl", client: "rare-one" });
    expect(linesOf(await readAll(file))).toMatchObject([{ clientName: "rare-one" }]);
    const nothing = await exportHistory(OWNER, { format: "json", client: "no-such-client" });
    expect(JSON.parse(await readAll(nothing))).toMatchObject({ rows: [], count: 0, complete: true });
  });

  it("has only what its reader may see", async () => {
    const [here, elsewhere] = [crypto.randomUUID(), crypto.randomUUID()];
    const member = principalWith(onClusters({ [here]: "admin" }));
    await append({ clusterId: here });
    await append({ clusterId: elsewhere });
    await append({ action: "member.change", outcome: "succeeded" }, { ...OWNER, memberId: member.memberId });
    const file = await exportHistory(member, { format: "jsonl" });
    expect(file.headers).toEqual({});
    expect(linesOf(await readAll(file)).map(({ action, clusterId }) => [action, clusterId])).toEqual([
      ["client.create", here],
      ["history.export", null],
    ]);
    const foreign = await exportHistory(member, { format: "jsonl", cluster: elsewhere });
    expect(await readAll(foreign)).toBe("");
  });

  describe("leaves two events:", () => {
    const outcomes = async (memberId: string) =>
      (await ownEvents(memberId)).map(({ outcome, detail }) => [outcome, JSON.parse(detail)]);
    const filter = "cluster: none-such";
    const begin = async () => {
      const member = { ...OWNER, memberId: crypto.randomUUID() };
      return { member, file: await exportHistory(member, { format: "csv", cluster: "none-such" }) };
    };

    it("requested and succeeded, with its rows and its filter", async () => {
      const { member, file } = await begin();
      await readAll(file);
      expect(await outcomes(member.memberId)).toEqual([
        ["requested", { format: "csv", filter }],
        ["succeeded", { format: "csv", filter, rows: 0 }],
      ]);
    });

    it("requested and not carried out, when its reader cancels", async () => {
      const { member, file } = await begin();
      await file.pieces.next();
      await file.cancel();
      await file.cancel();
      expect(await outcomes(member.memberId)).toEqual([
        ["requested", { format: "csv", filter }],
        ["not_done", { format: "csv", filter, rows: 0, ended: "by its reader" }],
      ]);
      await expect(readAll(file)).rejects.toThrow();
    });

    it("requested and not carried out, when the database fails: the file does not end", async () => {
      const { member, file } = await begin();
      await file.pieces.next();
      vi.spyOn(db().auditEvent, "findMany").mockRejectedValueOnce(new Error("gone"));
      await expect(readAll(file)).rejects.toThrow("gone");
      vi.mocked(db().auditEvent.findMany).mockRestore();
      expect((await outcomes(member.memberId)).at(-1)).toEqual([
        "not_done",
        { format: "csv", filter, rows: 0, ended: "by an error" },
      ]);
    });

    it("and none can begin without the first one", async () => {
      vi.spyOn(db(), "$transaction").mockRejectedValueOnce(new Error("read-only"));
      await expect(exportHistory(OWNER, { format: "csv" })).rejects.toThrow("read-only");
      vi.mocked(db().$transaction).mockRestore();
    });
  });

  it("has one of four places, two for each member, which it gives back in every way that it can end", async () => {
    const begin = (principal = OWNER) => exportHistory(principal, { format: "csv", cluster: "none-such" });
    for (let round = 0; round < 2; round++) {
      const own = [await begin(), await begin()];
      await expect(begin()).rejects.toMatchObject({ code: "exports_busy", retryAfter: 10 });
      const files = [...own, await begin(SECOND_OWNER), await begin(SECOND_OWNER)];
      await expect(begin(AUDITOR)).rejects.toMatchObject({ code: "exports_busy", retryAfter: 10 });
      const [a, b, ...rest] = files;
      await Promise.all([a && readAll(a), b?.cancel(), ...rest.map((file) => file.cancel())]);
    }
  });
});
