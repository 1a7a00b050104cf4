import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { expect, inject, it, onTestFinished } from "vitest";
import { isDatabaseDown } from "@/lib/server/platform/database/database-errors";
import { closeDb, db } from "@/lib/server/platform/database/db";
import { pointTo } from "@/lib/server/platform/testing/database";

/** A proxy to the tests' PostgreSQL that can fall silent: connections stay open, and no data passes any more. */
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

it("a PostgreSQL that falls silent is called down, and nobody waits for ever", { timeout: 30_000 }, async () => {
  const { url, silence, stop } = await startSilencer();
  onTestFinished(async () => {
    stop();
    await closeDb();
  });
  await pointTo(url);
  const ask = () => db().$queryRawUnsafe("SELECT 1");
  await ask();
  silence();
  const error = await ask().catch((thrown: unknown) => thrown);
  expect(isDatabaseDown(error)).toBe(true);
});
