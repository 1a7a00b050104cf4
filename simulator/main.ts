/**
 * `npm run simulator`: the simulator as its own program, on 127.0.0.1. It prints one line with its address and exits
 * cleanly on SIGINT and SIGTERM. All variables are optional:
 *
 * PORT                            the port to listen on; default 8090, and 0 uses a free one
 * SIMULATOR_STATE                 a JSON file that keeps clusters and clients across restarts; in memory only if unset.
 *                                 Delete it to start from the seed
 * CAMUNDA_CONSOLE_CLIENT_ID       the organization's own API client, in the same variables that the app reads;
 * CAMUNDA_CONSOLE_CLIENT_SECRET   set both, or neither for the default one in server.ts
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
