// `npm run bench`: runs the use cases against the simulator and a new SQLite database. Prints the upstream calls and the
// statements of each, and how much longer a list takes with many clients. Counts and ratios only: times depend on the
// machine.
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
import { printTable } from "./bench/table.mjs";

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
  // The extended client has every method that we use, but Prisma gives it another type.
}) as unknown as ReturnType<typeof db>;

const actor = {
  memberId: randomUUID(),
  name: "Bench",
  role: "owner",
  address: null,
  requestId: null,
} as const;

const rows: (string | number)[][] = [];

/** Runs a use case once and adds a row with its counts. @returns milliseconds */
async function measure(name: string, run: () => Promise<unknown>): Promise<number> {
  simulator.resetCounts();
  statements = 0;
  const started = performance.now();
  await run();
  const ms = performance.now() - started;
  const calls = simulator.requests().filter(({ path }) => path.startsWith("/clusters")).length;
  const tokens = simulator.count("POST /oauth/token");
  rows.push([name, calls, tokens, statements]);
  return ms;
}

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
printTable(["use case", "upstream", "tokens", "statements"], rows);
process.stdout.write(`\nlisting ${MANY} clients takes ${(manyMs / fewMs).toFixed(1)} times as long as listing a few\n`);

await closeDb();
await simulator.close();
rmSync(folder, { recursive: true });
process.exit(0);
