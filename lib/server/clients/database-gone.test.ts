import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { OWNER } from "@/lib/server/access/testing/principals";
import { CREATE, DELETE, LIST, withSimulator } from "@/lib/server/camunda/testing/simulator";
import { createClient } from "@/lib/server/clients/create-client";
import { deleteClient } from "@/lib/server/clients/delete-client";
import { listClients } from "@/lib/server/clients/list-clients";
import {
  createInput,
  errorOf,
  expectNothingLost,
  outcomesOf,
  pass,
  reconcile,
  refreshedClients,
  reportSecret,
  settleAll,
  stopTime,
} from "@/lib/server/clients/testing/create";
import { LATCHKEY } from "@/lib/server/history/append-event";
import { settle } from "@/lib/server/operations/settle";
import { db } from "@/lib/server/platform/database/db";
import { PostgresAdapter } from "@/lib/server/platform/database/postgres";
import { SqliteAdapter, sqlitePath } from "@/lib/server/platform/database/sqlite";
import { processState } from "@/lib/server/platform/process-state";
import { describeOnBothDatabases } from "@/lib/server/platform/testing/database";
import { toAppError } from "@/lib/server/platform/to-app-error";

const simulator = withSimulator();
beforeAll(stopTime);
afterAll(() => {
  vi.useRealTimers();
});

let undo: (() => Promise<void>) | undefined;

/** Locks a SQLite file from another connection; closes all connections to a PostgreSQL database and renames it. */
async function breakDatabase(url: string): Promise<void> {
  if (url.startsWith("file:")) {
    const connection = await new SqliteAdapter(sqlitePath(url)).connect();
    const lock = await connection.startTransaction();
    undo = async () => {
      await lock.rollback();
      await connection.dispose();
    };
    return;
  }
  const server = new URL(url);
  const name = server.pathname.slice(1);
  server.pathname = "postgres";
  const connection = await new PostgresAdapter(server.href, { connections: 1 }).connect();
  const run = (sql: string) => connection.executeRaw({ sql, args: [], argTypes: [] });
  await run(`SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '${name}'`);
  await run(`ALTER DATABASE ${name} RENAME TO ${name}_away`);
  undo = async () => {
    await run(`ALTER DATABASE ${name}_away RENAME TO ${name}`);
    await connection.dispose();
  };
}

/** Makes the database work again. */
async function restoreDatabase(): Promise<void> {
  await undo?.();
  undo = undefined;
}

describeOnBothDatabases("a database failure", ({ url }) => {
  afterEach(restoreDatabase);
  let cluster: { uuid: string };
  beforeEach(() => {
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
    cluster = simulator().state.addCluster({ name: "Orders" });
  });

  it("before a create refuses it, and nothing is sent to Camunda", async () => {
    await breakDatabase(url());
    const failure = await createClient(OWNER, cluster.uuid, createInput()).catch(toAppError);
    await restoreDatabase();
    expect(failure).toMatchObject({ code: "database_unavailable", status: 503 });
    expect(simulator().requests()).toEqual([]);
    expect(await db().operation.count({ where: { clusterId: cluster.uuid } })).toBe(0);
  });

  it("between the POST and its record still delivers the secret; the reconcile job stores the record later", async () => {
    simulator().addFault({ ...CREATE, do: "hang", when: "after-commit" });
    const input = createInput({ purpose: "Intake" });
    const response = createClient(OWNER, cluster.uuid, input);
    await simulator().waitFor(CREATE, { until: "held" });
    await breakDatabase(url());
    simulator().release();
    const result = await response;
    await restoreDatabase();

    const clientSecret = simulator().state.cluster(cluster.uuid)?.clients[0]?.clientSecret;
    expect(result).toMatchObject({ outcome: "created", clientSecret, operation: { state: "succeeded" } });
    expect(await outcomesOf(result.operation.id)).toEqual(["requested"]);

    await reconcile();
    expect(await outcomesOf(result.operation.id)).toEqual(["requested", "succeeded"]);
    const { clients } = await listClients(OWNER, cluster.uuid);
    expect(clients).toMatchObject([{ origin: "managed", purpose: "Intake", createdBy: OWNER.name }]);
    await expectNothingLost(simulator(), cluster.uuid);
  });

  it("that outlasts the lease never turns a delivered client into an orphan", async () => {
    simulator().addFault({ ...CREATE, do: "hang", when: "after-commit" });
    const response = createClient(OWNER, cluster.uuid, createInput());
    await simulator().waitFor(CREATE, { until: "held" });
    await breakDatabase(url());
    simulator().release();
    const { operation } = await response;
    pass(600_000);
    // The job may fail or not; it must not draw a wrong conclusion.
    await reconcile().catch(toAppError);
    await restoreDatabase();
    await settleAll();
    expect(await outcomesOf(operation.id)).toEqual(["requested", "succeeded"]);
    expect(simulator().count(LIST)).toBe(0);
    await expectNothingLost(simulator(), cluster.uuid);
  });

  it("after an unclear response leaves the operation to the reconcile job once its lease has expired", async () => {
    simulator().addFault({ ...CREATE, do: "hang", when: "after-commit" });
    const response = createClient(OWNER, cluster.uuid, createInput());
    await simulator().waitFor(CREATE, { until: "held" });
    await breakDatabase(url());
    simulator().hangs.breakOff();
    const { operation } = await response;
    await restoreDatabase();
    expect(operation).toMatchObject({ state: "unknown" });
    expect(await outcomesOf(operation.id)).toEqual(["requested"]);

    await reconcile();
    expect(await outcomesOf(operation.id)).toEqual(["requested"]);
    pass(61_000);
    await settleAll();
    expect(await outcomesOf(operation.id)).toEqual(["requested", "unknown", "orphaned"]);
    await expectNothingLost(simulator(), cluster.uuid);
  });

  it("after a clear refusal still reports it, and does not treat the existing client as an orphan", async () => {
    simulator().state.addClients(cluster.uuid, [{ name: "orders-worker" }]);
    simulator().addFault({ ...CREATE, do: "hang", when: "after-commit" });
    const response = errorOf(createClient(OWNER, cluster.uuid, createInput()));
    await simulator().waitFor(CREATE, { until: "held" });
    await breakDatabase(url());
    simulator().release();
    expect(await response).toMatchObject({ code: "name_taken" });
    await restoreDatabase();

    pass(61_000);
    await settleAll();
    const [operation] = await db().operation.findMany({ where: { clusterId: cluster.uuid } });
    expect(await outcomesOf(operation?.id ?? "")).toEqual(["requested", "rejected"]);
    await expectNothingLost(simulator(), cluster.uuid);
  });

  it("in one instance lets Camunda's response correct the conclusion of another instance", async () => {
    simulator().addFault({ ...CREATE, do: "hang", when: "after-commit" });
    const response = createClient(OWNER, cluster.uuid, createInput());
    await simulator().waitFor(CREATE, { until: "held" });
    await breakDatabase(url());
    simulator().release();
    const { operation } = await response;
    await restoreDatabase();
    const row = await db().operation.findUniqueOrThrow({ where: { id: operation.id } });
    await settle(row, { state: "orphaned", clientId: operation.clientId ?? "" }, { actor: LATCHKEY });

    await reconcile();
    expect(await outcomesOf(operation.id)).toEqual(["requested", "orphaned", "corrected"]);
    const { clients, operations } = await listClients(OWNER, cluster.uuid);
    expect(clients).toMatchObject([{ origin: "managed", createdBy: OWNER.name }]);
    expect(operations).toEqual([]);
  });

  it("after a delete loses nothing: the client is gone, and its record is stored later", async () => {
    const [client] = simulator().state.addClients(cluster.uuid, [{ name: "old-worker" }]);
    simulator().addFault({ ...DELETE, do: "hang", when: "after-commit" });
    const response = deleteClient(OWNER, cluster.uuid, client?.clientId ?? "");
    await simulator().waitFor(DELETE, { until: "held" });
    await breakDatabase(url());
    simulator().release();
    await response;
    await restoreDatabase();
    const operation = await db().operation.findFirstOrThrow({ where: { clusterId: cluster.uuid } });
    expect(await outcomesOf(operation.id)).toEqual(["requested"]);

    await reconcile();
    expect(await outcomesOf(operation.id)).toEqual(["requested", "succeeded"]);
    await expectNothingLost(simulator(), cluster.uuid);
  });

  it("followed by a crash is settled by the browser's report that it showed the secret", async () => {
    simulator().addFault({ ...CREATE, do: "hang", when: "after-commit" });
    const response = createClient(OWNER, cluster.uuid, createInput({ purpose: "Intake" }));
    await simulator().waitFor(CREATE, { until: "held" });
    await breakDatabase(url());
    simulator().release();
    const { operation } = await response;
    // The process crashes, and its pending writes are lost.
    processState("pending-writes", () => ({ writes: new Map() })).writes.clear();
    await restoreDatabase();
    await reportSecret(OWNER, operation.id, "shown", operation.clientId ?? "");
    expect(await outcomesOf(operation.id)).toEqual(["requested", "succeeded"]);
    const { clients, operations } = await refreshedClients(OWNER, cluster.uuid);
    expect(clients).toMatchObject([{ origin: "managed", purpose: "Intake", secretSeen: true }]);
    expect(operations).toEqual([]);
    await expectNothingLost(simulator(), cluster.uuid);
  });
});
