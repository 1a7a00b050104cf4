/**
 * `npm run simulator`: the simulator as a program of its own, on 127.0.0.1. It prints one line with its address and
 * ends cleanly on SIGINT and SIGTERM. All variables are optional:
 *
 * PORT                            where it listens; default 8090, and 0 takes a free one
 * SIMULATOR_STATE                 a JSON file that keeps clusters and clients over a restart; in memory only if unset.
 *                                 Deleting it starts from the seed
 * CAMUNDA_CONSOLE_CLIENT_ID       the organization's own API client, under the names the app reads too;
 * CAMUNDA_CONSOLE_CLIENT_SECRET   both or neither, else the default one of server.ts
 */
import { startSimulator } from "./server";

async function main(): Promise<void> {
  const { PORT, SIMULATOR_STATE, CAMUNDA_CONSOLE_CLIENT_ID: id, CAMUNDA_CONSOLE_CLIENT_SECRET: secret } = process.env;
  const simulator = await startSimulator({
    port: Number(PORT || 8090),
    ...(SIMULATOR_STATE ? { statePath: SIMULATOR_STATE } : {}),
    ...(id && secret ? { consoleClient: { id, secret } } : {}),
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => simulator.close().then(() => process.exit(0)));
  }
  process.stdout.write(`Simulated Camunda Console: ${simulator.url}\n`);
}

main().catch((cause: unknown) => {
  process.stderr.write(`The simulator can't start: ${cause instanceof Error ? cause.message : String(cause)}\n`);
  process.exit(1);
});
