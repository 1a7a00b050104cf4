import { once } from "node:events";

/**
 * Asks a process that runs with probe.mjs for its longest stall and its processor time since the last call, in
 * milliseconds, and starts anew.
 * @param {import("node:child_process").ChildProcess} server spawned with "ipc" in its stdio
 * @returns {Promise<{ longestStallMs: number, processorMs: number }>}
 */
export async function takeProbe(server) {
  const received = once(server, "message");
  server.send("take probe");
  const [results] = await received;
  return results;
}
