// Gives a new demo a past: `npm run demo` runs this once, between the start of the simulated Camunda and that of the app.
// It calls Latchkey's own use cases with the clocks set back, so that clients, events and findings are what they would be
// if somebody had worked like this for half a year. Does nothing outside of the demo, or when the database has a history.
import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import type { MetadataChanges } from "@/lib/contract/metadata";
import type { OwnerInput } from "@/lib/contract/owners";
import type { Scope } from "@/lib/contract/scopes";
import type { Principal } from "@/lib/server/access/principal";
import { createClient } from "@/lib/server/clients/create-client";
import { deleteClient } from "@/lib/server/clients/delete-client";
import { recordSecretEvent } from "@/lib/server/clients/record-secret-event";
import { dismissFindings } from "@/lib/server/findings/dismiss-findings";
import { FINDINGS } from "@/lib/server/findings/evaluate";
import { appendEvent } from "@/lib/server/history/append-event";
import { beginKey } from "@/lib/server/history/begin-key";
import { recordSignIn } from "@/lib/server/identity/member";
import { demoIdentity } from "@/lib/server/identity/providers";
import { changeMetadata } from "@/lib/server/inventory/change-metadata";
import { closeDb, db, transaction } from "@/lib/server/platform/database/db";
import { applyMigrations } from "@/lib/server/platform/database/migrate";
import { env } from "@/lib/server/platform/env";
import { DEMO_SEED } from "@/lib/server/setup/checklists";
import { activityJob } from "@/lib/server/sync/activity-job";
import { updateClusters } from "@/lib/server/sync/sync-clusters";
import { syncJob } from "@/lib/server/sync/sync-job";

const DAY_MS = 86_400_000;
/** A user of Camunda's Console, as the simulated activity log names one. */
const CONSOLE_USER = "auth0|5f2b6c0e9d1a";

type Control = (method: "POST" | "DELETE", path: string, body?: object) => Promise<unknown>;

/** Calls the simulated Camunda's own functions for tests. */
function controlOf(simulatorUrl: string): Control {
  return async (method, path, body) => {
    const response = await fetch(`${simulatorUrl}/_simulator${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`The simulator answered ${method} ${path} with ${response.status}.`);
    return response.status === 204 ? null : response.json();
  };
}

/** Sets this process's clock and the simulator's back, and forward again, until `restore`. */
function makeClock(control: Control) {
  const RealDate = Date;
  const start = RealDate.now();
  let offset = 0;
  const now = () => RealDate.now() + offset;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, given, newTarget) => Reflect.construct(target, given.length > 0 ? given : [now()], newTarget),
    get: (target, name) => (name === "now" ? now : Reflect.get(target, name)),
  });
  const moveTo = async (next: number) => {
    await control("POST", "/clock", { advanceMs: next - offset });
    offset = next;
  };
  return {
    /** Moves to a time of day so many days ago, such as "09:12" UTC. */
    async at(daysAgo: number, time: string) {
      const day = new RealDate(start - daysAgo * DAY_MS).toISOString().slice(0, 10);
      await moveTo(RealDate.parse(`${day}T${time}:00Z`) - RealDate.now());
    },
    async restore() {
      globalThis.Date = RealDate;
      await moveTo(0);
    },
  };
}

/** A day, so many days from the clock's today. */
const dayIn = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

/** Signs in one of the demo's people. */
async function signIn(person: "owner" | "auditor"): Promise<Principal> {
  const identity = demoIdentity(person);
  const { role } = identity;
  if (!role) throw new Error("This person has no role.");
  return transaction(async (tx) => {
    const member = await recordSignIn(tx, identity);
    const access = { everywhere: role, byCluster: new Map(), byName: new Map() };
    const origin = { address: "127.0.0.1", requestId: randomUUID() };
    const principal = { memberId: member.id, name: member.name, role, access, ...origin };
    const detail = { provider: "demo", access: role };
    await appendEvent(tx, principal, { action: "session.sign-in", outcome: "succeeded", detail });
    return principal;
  });
}

/** Reads everything from Camunda and evaluates it, as the jobs of a running app do. */
async function runJobs(): Promise<void> {
  const { signal } = new AbortController();
  for (const job of [activityJob(), syncJob(), FINDINGS]) await job.run({ startedAt: new Date(), signal });
}

async function clusterId(name: string): Promise<string> {
  return (await db().cluster.findFirstOrThrow({ where: { name } })).id;
}
const findClient = async (cluster: string, name: string) =>
  db().client.findFirstOrThrow({ where: { clusterId: await clusterId(cluster), name, goneAt: null } });

type Creation = { scopes: Scope[]; owner: OwnerInput; purpose: string; isSeen?: boolean };

async function create(by: Principal, cluster: string, name: string, { isSeen = true, ...input }: Creation) {
  const id = await clusterId(cluster);
  const result = await createClient(by, id, { key: randomUUID(), name, ...input });
  if (result.outcome !== "created") throw new Error(`${name} was not created.`);
  const { connection, operation } = result;
  if (isSeen) await recordSecretEvent(by, id, connection.clientId, { event: "shown", operationId: operation.id });
}

async function edit(by: Principal, cluster: string, names: readonly string[], changes: MetadataChanges) {
  const clients = await Promise.all(names.map((name) => findClient(cluster, name)));
  await changeMetadata(by, {
    clients: clients.map((row) => ({ clusterId: row.clusterId, clientId: row.clientId, changes })),
  });
}

const ORDERS = { name: "Team Orders" };
const CLAIMS = { name: "Team Claims" };
const LOGISTICS = { name: "Team Logistics" };

/** Half a year of the demo's organization, from the first day on. */
async function liveHalfAYear({ at }: ReturnType<typeof makeClock>, control: Control): Promise<void> {
  await at(204, "08:40");
  await beginKey();
  await updateClusters();
  await at(204, "09:05");
  const owner = await signIn("owner");
  const self = { memberId: owner.memberId };
  await create(owner, "Claims production", "claims-archive", {
    scopes: ["Zeebe", "Operate"],
    owner: CLAIMS,
    purpose: "Writes finished claims to the archive every night",
  });
  await at(197, "13:22");
  await create(owner, "Warehouse Singapore", "stock-sync", {
    scopes: ["Zeebe"],
    owner: LOGISTICS,
    purpose: "Starts a process for each delivery that arrives",
  });

  await at(140, "08:00");
  await runJobs();
  await at(138, "10:31");
  await edit(owner, "Claims production", ["claims-intake-worker", "claims-reporting"], {
    owner: CLAIMS,
    tags: ["claims"],
    isAdopted: true,
    purpose: "Runs the intake of claims and its monthly report",
  });
  await edit(owner, "Orders staging", ["order-worker-staging"], { owner: ORDERS, tags: ["test"] });
  await at(121, "15:02");
  await create(owner, "Load planning", "route-optimizer", {
    scopes: ["Zeebe"],
    owner: LOGISTICS,
    purpose: "Plans the routes of the next day",
  });

  await at(96, "09:48");
  await create(owner, "Orders staging", "order-test", {
    scopes: ["Zeebe", "Tasklist"],
    owner: self,
    purpose: "Acceptance tests of the order process, started by hand",
  });
  await edit(owner, "Orders staging", ["order-test"], { reviewOn: dayIn(90), tags: ["test"] });
  await at(83, "11:17");
  await create(owner, "Claims staging", "claims-migration", {
    scopes: ["Zeebe", "Operate", "Tasklist"],
    owner: CLAIMS,
    purpose: "Moves running claims to the new version of the process",
  });

  await at(62, "14:55");
  const auditor = await signIn("auditor");
  await at(61, "09:30");
  const { clusterId: cluster, clientId } = await findClient("Claims production", "legacy worker (do not delete)");
  const dismissal = { reason: "Team Claims replaces this worker next quarter.", until: dayIn(150) };
  await dismissFindings(owner, { findings: [{ clusterId: cluster, clientId, rule: "broad_scopes" }], dismissal });
  await at(44, "16:20");
  const moved = await findClient("Claims staging", "claims-migration");
  await deleteClient(owner, moved.clusterId, moved.clientId);

  await at(31, "08:58");
  await create(owner, "Returns production", "returns-portal", {
    scopes: ["Zeebe", "Tasklist"],
    owner: ORDERS,
    purpose: "Shows customers how far their return is",
  });
  await edit(owner, "Returns production", ["returns-portal"], { reviewOn: dayIn(45), tags: ["customer-facing"] });
  await at(12, "12:41");
  await create(owner, "Shipment tracking", "tracking-alerts", {
    scopes: ["Operate"],
    owner: LOGISTICS,
    purpose: "Alerts the control room to parcels that are late",
    isSeen: false,
  });

  // What happened since a week ago.
  await at(5, "18:12");
  const added = { name: "claims-hotfix", permissions: ["Zeebe", "Operate", "Secrets"], by: CONSOLE_USER };
  await control("POST", `/clusters/${await clusterId("Claims production")}/clients`, added);
  await at(4, "07:30");
  await runJobs();
  await at(3, "09:14");
  const tryout = await findClient("Orders sandbox", "tryout-3");
  await control("DELETE", `/clients/${tryout.clientId}?by=${encodeURIComponent(CONSOLE_USER)}`);
  await at(3, "10:02");
  const former = await findClient("Load planning", "ci-deploy");
  await deleteClient(owner, former.clusterId, former.clientId);
  await at(2, "10:36");
  await create(owner, "Customs clearance", "customs-notices", {
    scopes: ["Zeebe"],
    owner: LOGISTICS,
    purpose: "Sends the decisions of customs to the carriers",
  });
  await at(1, "07:45");
  await transaction((tx) => appendEvent(tx, auditor, { action: "session.sign-out", outcome: "succeeded" }));
}

/**
 * Writes the demo's past into its database, and the clients into the simulated Camunda.
 * @returns whether it did: not outside of the demo, and not for a database that has a history
 */
export async function seedDemo(simulatorUrl: string): Promise<boolean> {
  if (!env().demo || (await db().auditEvent.count()) > 0) return false;
  const control = controlOf(simulatorUrl);
  const clock = makeClock(control);
  try {
    await liveHalfAYear(clock, control);
  } finally {
    await clock.restore();
  }
  await runJobs();
  await db().job.create({ data: { name: DEMO_SEED, ranAt: new Date() } });
  return true;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await applyMigrations(env().databaseUrl);
  await seedDemo(env().camunda.baseUrl);
  await closeDb();
}
