// Counts what each use case costs, upstream and in the database, and how its time grows with the number of clients.
// Counts and ratios only: `npm run bench`. It runs the use cases themselves against the simulator and a fresh SQLite.
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listEvents } from "@/lib/server/audit/list-events";
import { createClient } from "@/lib/server/clients/create-client";
import { deleteClient } from "@/lib/server/clients/delete-client";
import { listClients } from "@/lib/server/clients/list-clients";
import { getCluster } from "@/lib/server/clusters/get-cluster";
import { listClusters } from "@/lib/server/clusters/list-clusters";
import { closeDb, db } from "@/lib/server/platform/database/db";
import { applyMigrations } from "@/lib/server/platform/database/migrate";
import { startSimulator } from "@/simulator/server";

const MANY = 10_000;
const folder = mkdtempSync(join(tmpdir(), "latchkey-bench-"));
const simulator = await startSimulator();
Object.assign(process.env, {
  DATABASE_URL: `file:${join(folder, "bench.db")}`,
  LATCHKEY_DEMO: "1",
  NEXTAUTH_URL: "http://127.0.0.1:3000",
  NEXTAUTH_SECRET: randomUUID() + randomUUID(),
  CAMUNDA_CONSOLE_BASE_URL: simulator.url,
  CAMUNDA_OAUTH_URL: `${simulator.url}/oauth/token`,
  CAMUNDA_CONSOLE_CLIENT_ID: simulator.consoleClient.id,
  CAMUNDA_CONSOLE_CLIENT_SECRET: simulator.consoleClient.secret,
});
await applyMigrations(`file:${join(folder, "bench.db")}`);

let statements = 0;
globalThis.latchkeyDatabase = db().$extends({
  query: {
    $allOperations: ({ args, query }) => {
      statements += 1;
      return query(args);
    },
  },
  // The extended client has all that we use; Prisma gives it a type of its own.
}) as unknown as ReturnType<typeof db>;

const actor = {
  memberId: randomUUID(),
  name: "Bench",
  role: "owner",
  address: null,
  requestId: null,
} as const;

/** Runs a use case once, prints its counts, and returns its time in milliseconds. */
async function measure(name: string, run: () => Promise<unknown>): Promise<number> {
  simulator.resetCounts();
  statements = 0;
  const started = performance.now();
  await run();
  const ms = performance.now() - started;
  const calls = simulator.requests().filter(({ path }) => path.startsWith("/clusters")).length;
  const tokens = simulator.count("POST /oauth/token");
  process.stdout.write(
    `${name.padEnd(44)}${String(calls).padStart(9)}${String(tokens).padStart(8)}${String(statements).padStart(12)}\n`,
  );
  return ms;
}

process.stdout.write(
  `${"use case".padEnd(44)}${"upstream".padStart(9)}${"tokens".padStart(8)}${"statements".padStart(12)}\n`,
);
await measure("list clusters, cold", () => listClusters(actor));
await measure("list clusters, again", () => listClusters(actor));
const uuidOf = (name: string) => simulator.state.cluster(name)?.uuid ?? "";
const [few, many] = [uuidOf("Claims production"), uuidOf("Orders staging")];
simulator.state.addClients(
  many,
  Array.from({ length: MANY }, (_, index) => ({ name: `worker-${index}` })),
);
await measure("one cluster", () => getCluster(actor, few));
await measure("list a few clients, cold", () => listClients(actor, few));
const fewMs = await measure("list a few clients, again", () => listClients(actor, few));
await measure(`list ${MANY} clients, cold`, () => listClients(actor, many));
const manyMs = await measure(`list ${MANY} clients, again`, () => listClients(actor, many));
let clientId = "";
await measure("create a client", async () => {
  const result = await createClient(actor, few, { key: randomUUID(), name: "bench", scopes: ["Zeebe"] });
  if (result.outcome === "created") clientId = result.connection.clientId;
});
await measure("delete a client", () => deleteClient(actor, few, clientId));
await measure("a page of the audit", () => listEvents(actor, {}));
process.stdout.write(`\nlisting ${MANY} clients takes ${(manyMs / fewMs).toFixed(1)} times as long as listing a few\n`);

await closeDb();
await simulator.close();
rmSync(folder, { recursive: true });
process.exit(0);
