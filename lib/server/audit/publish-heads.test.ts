import { once } from "node:events";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { OWNER } from "@/lib/server/access/testing/principals";
import { keptHeads, publishDueHeads, publishHead } from "@/lib/server/audit/publish-heads";
import { findVerification } from "@/lib/server/audit/verification";
import { exportHistory } from "@/lib/server/exports/export-history";
import { readAll } from "@/lib/server/exports/testing/read-all";
import { appendEvent } from "@/lib/server/history/append-event";
import { newKey, setAuditSettings } from "@/lib/server/history/testing/audit-settings";
import { removeTriggers, writeHistory } from "@/lib/server/history/testing/tamper";
import { verifyHistory } from "@/lib/server/history/verify-history";
import { db, transaction } from "@/lib/server/platform/database/db";
import { processState } from "@/lib/server/platform/process-state";
import { describeOnBothDatabases } from "@/lib/server/platform/testing/database";
import { restoreSettings } from "@/lib/server/platform/testing/settings";

const KEY = newKey("2026");

/** A busy machine may need longer than the default. */
const WAIT = { timeout: 20_000 };

describeOnBothDatabases("heads of the history", ({ provider }) => {
  let folder: string;
  let file: string;
  let server: Server;
  let webhook: string;
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  let received: { type: string | undefined; body: string }[];
  let lines: string[];

  beforeEach(async () => {
    lines = [];
    vi.spyOn(process.stdout, "write").mockImplementation((chunk) => lines.push(String(chunk)) > 0);
    processState("kept-heads", () => new Map()).clear();
    folder = await mkdtemp(join(tmpdir(), "latchkey-heads-"));
    file = join(folder, "heads.jsonl");
    received = [];
    answer = (_, response) => response.writeHead(204).end();
    server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      received.push({ type: request.headers["content-type"], body: Buffer.concat(chunks).toString() });
      answer(request, response);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    webhook = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/hook?token=not-for-logs`;
    await removeTriggers(provider);
    await writeHistory({ events: [], head: { id: 1, seq: 0, hash: "" } });
    setAuditSettings({ LATCHKEY_AUDIT_KEY: KEY, LATCHKEY_AUDIT_HEADS: file, LATCHKEY_AUDIT_WEBHOOK: webhook });
  });
  afterEach(async () => {
    restoreSettings();
    vi.restoreAllMocks();
    vi.useRealTimers();
    server.close();
    await rm(folder, { recursive: true });
  });

  const begin = () =>
    transaction((tx) => appendEvent(tx, OWNER, { action: "history.key", outcome: "succeeded", detail: {} }));
  const headsInFile = async () =>
    (await readFile(file, "utf8"))
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));

  it("are appended to the file, private to its owner, and sent to the webhook, signed", async () => {
    await publishHead();
    expect(received).toEqual([]);
    await begin();
    await publishHead();
    await publishHead();
    const { hash } = await db().auditHead.findFirstOrThrow();
    const kept = await headsInFile();
    const head = { at: expect.any(String), seq: 1, hash, keyId: "2026", mac: expect.stringMatching(/^[0-9a-f]{64}$/) };
    expect(kept).toEqual([head, head]);
    expect(received.map(({ body }) => JSON.parse(body))).toEqual(kept);
    expect(received[0]?.type).toBe("application/json");
    expect((await stat(file)).mode & 0o077).toBe(0);
    expect(await verifyHistory()).toMatchObject({ ok: true, heads: 2 });
    expect(keptHeads()).toEqual(["file", "webhook"].map((place) => ({ place, at: expect.any(String), failed: false })));
  });

  it("are kept once a day, and after a failure with the next run", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    await begin();
    answer = (_, response) => response.writeHead(500).end();
    await publishDueHeads();
    const state = async () => (await findVerification(OWNER)).heads.map(({ place, failed }) => [place, failed]);
    expect(await state()).toEqual([
      ["file", false],
      ["webhook", true],
    ]);
    answer = (_, response) => response.writeHead(204).end();
    await publishDueHeads();
    expect([await state(), received.length]).toEqual([
      [
        ["file", false],
        ["webhook", false],
      ],
      2,
    ]);
    vi.setSystemTime(Date.now() + 23 * 3_600_000);
    await publishDueHeads();
    expect([(await headsInFile()).length, received.length]).toEqual([1, 2]);
    vi.setSystemTime(Date.now() + 3_600_000);
    await publishDueHeads();
    expect([(await headsInFile()).length, received.length]).toEqual([2, 3]);
  });

  it.each([
    ["answers with an error", (_: IncomingMessage, response: ServerResponse) => response.writeHead(500).end()],
    ["redirects", (_: IncomingMessage, response: ServerResponse) => response.writeHead(302, { location: "/x" }).end()],
    ["closes the connection", ({ socket }: IncomingMessage) => socket.destroy()],
  ])("are not lost when the webhook %s: the log says so, without its address", async (_, failing) => {
    await begin();
    answer = failing;
    await publishHead();
    expect(await headsInFile()).toHaveLength(1);
    expect(received).toHaveLength(1);
    expect(keptHeads()).toMatchObject([{ failed: false }, { failed: true, at: null }]);
    const log = lines.join("");
    expect(log).toContain("was not kept in the webhook");
    expect(log).not.toContain("not-for-logs");
  });

  it("that can't be written to the file are a failure that is shown", async () => {
    await begin();
    setAuditSettings({ LATCHKEY_AUDIT_HEADS: join(folder, "none", "heads.jsonl") });
    await publishHead();
    expect(keptHeads()).toEqual([{ place: "file", at: null, failed: true }]);
  });

  it("are kept after each export, whether the webhook responds or not", async () => {
    await begin();
    answer = () => {};
    await readAll(await exportHistory(OWNER, { format: "csv" }));
    await vi.waitFor(async () => expect(await headsInFile()).toMatchObject([{ seq: 3 }]), WAIT);
    await vi.waitFor(() => expect(received).toHaveLength(1), WAIT);
    server.closeAllConnections();
    await vi.waitFor(() => expect(keptHeads()[1]).toMatchObject({ failed: true }), WAIT);
  });
});
