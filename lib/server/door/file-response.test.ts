import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type FileStream, fileResponse } from "@/lib/server/door/file-response";

const GET = new Request("http://localhost:3000/api/x");
const HEAD = new Request("http://localhost:3000/api/x", { method: "HEAD" });

let made: string[];
let cancel: ReturnType<typeof vi.fn<() => Promise<void>>>;
let lines: string[];

/** A file that counts the pieces that it makes. An error instead of a piece is thrown. */
function fileOf(...pieces: (string | Error)[]): FileStream {
  async function* make() {
    for (const piece of pieces) {
      if (piece instanceof Error) throw piece;
      made.push(piece);
      yield piece;
    }
  }
  return { name: "a-file.csv", type: "text/csv; charset=utf-8", headers: { "x-rows": "2" }, pieces: make(), cancel };
}

describe("a file of a route", () => {
  beforeEach(() => {
    made = [];
    lines = [];
    cancel = vi.fn(async () => {});
    vi.spyOn(process.stdout, "write").mockImplementation((chunk) => lines.push(String(chunk)) > 0);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it("is sent with a name, never cached, and never guessed to be something else", async () => {
    const response = await fileResponse(fileOf("a,b\r\n", "ü\r\n"), GET);
    expect(Object.fromEntries(response.headers)).toEqual({
      "cache-control": "no-store, private",
      "content-disposition": 'attachment; filename="a-file.csv"',
      "content-type": "text/csv; charset=utf-8",
      "x-content-type-options": "nosniff",
      "x-rows": "2",
    });
    expect(await response.text()).toBe("a,b\r\nü\r\n");
    expect(cancel).not.toHaveBeenCalled();
  });

  it("is made no faster than it is read", async () => {
    const reader = (await fileResponse(fileOf("1", "2", "3"), GET)).body?.getReader();
    expect(made).toEqual([]);
    await reader?.read();
    expect(made).toEqual(["1"]);
    await reader?.read();
    expect(made).toEqual(["1", "2"]);
  });

  it("that fails in the middle has no end", async () => {
    const response = await fileResponse(fileOf("1", new Error("gone"), "2"), GET);
    await expect(response.text()).rejects.toThrow("gone");
    expect(lines.join("")).toContain("a file broke off");
  });

  it("is no longer made once its reader has left", async () => {
    const reader = (await fileResponse(fileOf("1", "2"), GET)).body?.getReader();
    await reader?.read();
    await reader?.cancel();
    expect(cancel).toHaveBeenCalledOnce();
    expect([made, lines]).toEqual([["1"], []]);
  });

  it("is given up when nobody reads on for a minute, also before the first piece", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    await fileResponse(fileOf("1"), GET);
    const reader = (await fileResponse(fileOf("1", "2"), GET)).body?.getReader();
    vi.advanceTimersByTime(50_000);
    await reader?.read();
    vi.advanceTimersByTime(50_000);
    expect(cancel).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(20_000);
    expect(cancel).toHaveBeenCalledTimes(2);
  });

  it("is not made for a request for its headers", async () => {
    const response = await fileResponse(fileOf("1"), HEAD);
    expect([response.body, response.headers.get("x-rows"), made]).toEqual([null, "2", []]);
    expect(cancel).toHaveBeenCalledOnce();
  });
});
