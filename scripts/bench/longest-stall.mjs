import { once } from "node:events";

/**
 * Asks a process that runs with stall-probe.mjs for its longest stall since the last call, and starts anew.
 * @param {import("node:child_process").ChildProcess} server spawned with "ipc" in its stdio
 * @returns {Promise<number>} milliseconds
 */
export async function takeLongestStall(server) {
  const received = once(server, "message");
  server.send("take longest stall");
  const [{ longestStallMs }] = await received;
  return longestStallMs;
}
