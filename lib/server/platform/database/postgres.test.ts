import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { expect, inject, it, onTestFinished, vi } from "vitest";
import { isDatabaseDown } from "@/lib/server/platform/database/database-errors";
import { closeDb, db } from "@/lib/server/platform/database/db";
import { pointTo } from "@/lib/server/platform/testing/database";

/** Starts a proxy to the tests' PostgreSQL that can fall silent: connections stay open, but transfer no more data. */
async function startSilencer() {
  const { hostname, port } = new URL(inject("postgresUrl"));
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    const upstream = connect(Number(port), hostname);
    socket.pipe(upstream).pipe(socket);
    for (const end of [socket, upstream]) sockets.push(end.on("error", () => undefined));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const url = new URL(inject("postgresUrl"));
  url.port = String(address !== null && typeof address === "object" ? address.port : 0);
  return {
    url: url.href,
    silence: () => {
      for (const socket of sockets) socket.unpipe().pause();
    },
    stop: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

it("a PostgreSQL that falls silent is reported as down after twelve seconds", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const { url, silence, stop } = await startSilencer();
  onTestFinished(async () => {
    stop();
    vi.restoreAllMocks();
    vi.useRealTimers();
    await closeDb();
  });
  await pointTo(url);
  const ask = () => db().$queryRawUnsafe("SELECT 1");
  await ask();
  silence();
  const startTimer = vi.spyOn(globalThis, "setTimeout");
  const failure = ask().catch((thrown: unknown) => thrown);
  await vi.waitFor(() => expect(startTimer).toHaveBeenCalledWith(expect.any(Function), 12_000));
  await vi.advanceTimersByTimeAsync(12_000);
  expect(isDatabaseDown(await failure)).toBe(true);
});
