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

let givingBack: (() => Promise<void>) | undefined;

/** Locks a SQLite file from another connection; throws everybody out of a PostgreSQL database and gives it another name. */
async function takeAway(url: string): Promise<void> {
  if (url.startsWith("file:")) {
    const connection = await new SqliteAdapter(sqlitePath(url)).connect();
    const lock = await connection.startTransaction();
    givingBack = async () => {
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
  givingBack = async () => {
    await run(`ALTER DATABASE ${name}_away RENAME TO ${name}`);
    await connection.dispose();
  };
}

/** The database serves again. */
async function giveBack(): Promise<void> {
  await givingBack?.();
  givingBack = undefined;
}

describeOnBothDatabases("a database that fails", ({ url }) => {
  afterEach(giveBack);
  let cluster: { uuid: string };
  beforeEach(() => {
    cluster = simulator().state.addCluster({ name: "Orders" });
  });

  it("before a create refuses it, and nothing goes to Camunda", async () => {
    await takeAway(url());
    const failure = await createClient(OWNER, cluster.uuid, createInput()).catch(toAppError);
    await giveBack();
    expect(failure).toMatchObject({ code: "database_unavailable", status: 503 });
    expect(simulator().requests()).toEqual([]);
    expect(await db().operation.count({ where: { clusterId: cluster.uuid } })).toBe(0);
  });

  it("between the POST and its record costs nobody the secret, and the janitor writes the record later", async () => {
    simulator().addFault({ ...CREATE, do: "hang", when: "after-commit" });
    const input = createInput({ purpose: "Intake" });
    const answer = createClient(OWNER, cluster.uuid, input);
    await simulator().waitFor(CREATE, { until: "held" });
    await takeAway(url());
    simulator().release();
    const result = await answer;
    await giveBack();

    const clientSecret = simulator().state.cluster(cluster.uuid)?.clients[0]?.clientSecret;
    expect(result).toMatchObject({ outcome: "created", clientSecret, operation: { state: "succeeded" } });
    expect(await outcomesOf(result.operation.id)).toEqual(["requested"]);

    await reconcile();
    expect(await outcomesOf(result.operation.id)).toEqual(["requested", "succeeded"]);
    const { clients } = await listClients(OWNER, cluster.uuid);
    expect(clients).toMatchObject([{ origin: "managed", purpose: "Intake", createdBy: OWNER.name }]);
    await expectNothingLost(simulator(), cluster.uuid);
  });

  it("for longer than the lease never makes an orphan of a client whose secret was shown", async () => {
    simulator().addFault({ ...CREATE, do: "hang", when: "after-commit" });
    const answer = createClient(OWNER, cluster.uuid, createInput());
    await simulator().waitFor(CREATE, { until: "held" });
    await takeAway(url());
    simulator().release();
    const { operation } = await answer;
    pass(600_000);
    // Whatever the job can or can't read now.
    await reconcile().catch(toAppError);
    await giveBack();
    await settleAll();
    expect(await outcomesOf(operation.id)).toEqual(["requested", "succeeded"]);
    expect(simulator().count(LIST)).toBe(0);
    await expectNothingLost(simulator(), cluster.uuid);
  });

  it("after no clear answer leaves the wish to the janitor, once its lease is out", async () => {
    simulator().addFault({ ...CREATE, do: "hang", when: "after-commit" });
    const answer = createClient(OWNER, cluster.uuid, createInput());
    await simulator().waitFor(CREATE, { until: "held" });
    await takeAway(url());
    simulator().hangs.breakOff();
    const { operation } = await answer;
    await giveBack();
    expect(operation).toMatchObject({ state: "unknown" });
    expect(await outcomesOf(operation.id)).toEqual(["requested"]);

    await reconcile();
    expect(await outcomesOf(operation.id)).toEqual(["requested"]);
    pass(61_000);
    await settleAll();
    expect(await outcomesOf(operation.id)).toEqual(["requested", "unknown", "orphaned"]);
    await expectNothingLost(simulator(), cluster.uuid);
  });

  it("after a clear no still tells it, and never takes the client of that name for an orphan", async () => {
    simulator().state.addClients(cluster.uuid, [{ name: "orders-worker" }]);
    simulator().addFault({ ...CREATE, do: "hang", when: "after-commit" });
    const answer = errorOf(createClient(OWNER, cluster.uuid, createInput()));
    await simulator().waitFor(CREATE, { until: "held" });
    await takeAway(url());
    simulator().release();
    expect(await answer).toMatchObject({ code: "name_taken" });
    await giveBack();

    pass(61_000);
    await settleAll();
    const [operation] = await db().operation.findMany({ where: { clusterId: cluster.uuid } });
    expect(await outcomesOf(operation?.id ?? "")).toEqual(["requested", "rejected"]);
    await expectNothingLost(simulator(), cluster.uuid);
  });

  it("in one instance only: what another one found meanwhile is corrected by Camunda's answer", async () => {
    simulator().addFault({ ...CREATE, do: "hang", when: "after-commit" });
    const answer = createClient(OWNER, cluster.uuid, createInput());
    await simulator().waitFor(CREATE, { until: "held" });
    await takeAway(url());
    simulator().release();
    const { operation } = await answer;
    await giveBack();
    const row = await db().operation.findUniqueOrThrow({ where: { id: operation.id } });
    await settle(row, { state: "orphaned", clientId: operation.clientId ?? "" }, { actor: LATCHKEY });

    await reconcile();
    expect(await outcomesOf(operation.id)).toEqual(["requested", "orphaned", "corrected"]);
    const { clients, operations } = await listClients(OWNER, cluster.uuid);
    expect(clients).toMatchObject([{ origin: "managed", createdBy: OWNER.name }]);
    expect(operations).toEqual([]);
  });

  it("after a delete loses nothing: the client is gone, and the record is stored later", async () => {
    const [client] = simulator().state.addClients(cluster.uuid, [{ name: "old-worker" }]);
    simulator().addFault({ ...DELETE, do: "hang", when: "after-commit" });
    const response = deleteClient(OWNER, cluster.uuid, client?.clientId ?? "");
    await simulator().waitFor(DELETE, { until: "held" });
    await takeAway(url());
    simulator().release();
    await response;
    await giveBack();
    const operation = await db().operation.findFirstOrThrow({ where: { clusterId: cluster.uuid } });
    expect(await outcomesOf(operation.id)).toEqual(["requested"]);

    await reconcile();
    expect(await outcomesOf(operation.id)).toEqual(["requested", "succeeded"]);
    await expectNothingLost(simulator(), cluster.uuid);
  });

  it("while a secret is delivered, and a process that then dies: the browser's word settles it", async () => {
    simulator().addFault({ ...CREATE, do: "hang", when: "after-commit" });
    const response = createClient(OWNER, cluster.uuid, createInput({ purpose: "Intake" }));
    await simulator().waitFor(CREATE, { until: "held" });
    await takeAway(url());
    simulator().release();
    const { operation } = await response;
    // The process dies with what it had not stored yet.
    processState("pending-writes", () => ({ writes: new Map() })).writes.clear();
    await giveBack();
    await reportSecret(OWNER, operation.id, "shown", operation.clientId ?? "");
    expect(await outcomesOf(operation.id)).toEqual(["requested", "succeeded"]);
    const { clients, operations } = await refreshedClients(OWNER, cluster.uuid);
    expect(clients).toMatchObject([{ origin: "managed", purpose: "Intake", secretSeen: true }]);
    expect(operations).toEqual([]);
    await expectNothingLost(simulator(), cluster.uuid);
  });
});
