import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { LATCHKEY } from "@/lib/server/audit/append-event";
import { createClient } from "@/lib/server/clients/create-client";
import { errorOf, expectNothingLost, pass, settle, stopTime, trailOf, wish } from "@/lib/server/clients/create-test";
import { deleteClient } from "@/lib/server/clients/delete-client";
import { settleIntent } from "@/lib/server/clients/intents";
import { runJanitor } from "@/lib/server/clients/janitor";
import { listClients } from "@/lib/server/clients/list-clients";
import { CREATE, LIST, withSimulator } from "@/lib/server/console/simulator-test";
import { OWNER } from "@/lib/server/identity/actor-test";
import { toAppError } from "@/lib/server/identity/failure";
import { db } from "@/lib/server/platform/database/db";
import { PostgresAdapter } from "@/lib/server/platform/database/postgres";
import { SqliteAdapter, sqlitePath } from "@/lib/server/platform/database/sqlite";
import { describeOnBothDatabases } from "@/lib/server/platform/testing/database";

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
  const connection = await new PostgresAdapter(server.href, 1).connect();
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
    const failure = await createClient(OWNER, cluster.uuid, wish()).catch(toAppError);
    await giveBack();
    expect(failure).toMatchObject({ code: "database_unavailable", status: 503 });
    expect(simulator().requests()).toEqual([]);
    expect(await db().intent.count({ where: { clusterId: cluster.uuid } })).toBe(0);
  });

  it("between the POST and its record costs nobody the secret, and the janitor writes the record later", async () => {
    simulator().addFault({ ...CREATE, do: "hang", when: "after-commit" });
    const input = wish({ purpose: "Intake" });
    const answer = createClient(OWNER, cluster.uuid, input);
    await simulator().waitFor(CREATE, { until: "held" });
    await takeAway(url());
    simulator().release();
    const result = await answer;
    await giveBack();

    const clientSecret = simulator().state.cluster(cluster.uuid)?.clients[0]?.clientSecret;
    expect(result).toMatchObject({ outcome: "created", clientSecret, intent: { state: "created" } });
    expect(await trailOf(result.intent.id)).toEqual(["requested"]);

    await runJanitor();
    expect(await trailOf(result.intent.id)).toEqual(["requested", "succeeded"]);
    const { clients } = await listClients(OWNER, cluster.uuid);
    expect(clients).toMatchObject([{ origin: "managed", purpose: "Intake", createdBy: OWNER.name }]);
    await expectNothingLost(simulator(), cluster.uuid);
  });

  it("for longer than the lease never makes an orphan of a client whose secret was shown", async () => {
    simulator().addFault({ ...CREATE, do: "hang", when: "after-commit" });
    const answer = createClient(OWNER, cluster.uuid, wish());
    await simulator().waitFor(CREATE, { until: "held" });
    await takeAway(url());
    simulator().release();
    const { intent } = await answer;
    pass(600_000);
    await runJanitor();
    await giveBack();
    await settle();
    expect(await trailOf(intent.id)).toEqual(["requested", "succeeded"]);
    expect(simulator().count(LIST)).toBe(0);
    await expectNothingLost(simulator(), cluster.uuid);
  });

  it("after no clear answer leaves the wish to the janitor, once its lease is out", async () => {
    simulator().addFault({ ...CREATE, do: "hang", when: "after-commit" });
    const answer = createClient(OWNER, cluster.uuid, wish());
    await simulator().waitFor(CREATE, { until: "held" });
    await takeAway(url());
    simulator().hangs.breakOff();
    const { intent } = await answer;
    await giveBack();
    expect(intent).toMatchObject({ state: "unknown" });
    expect(await trailOf(intent.id)).toEqual(["requested"]);

    await runJanitor();
    expect(await trailOf(intent.id)).toEqual(["requested"]);
    pass(61_000);
    await settle();
    expect(await trailOf(intent.id)).toEqual(["requested", "unknown", "orphaned"]);
    await expectNothingLost(simulator(), cluster.uuid);
  });

  it("after a clear no still tells it, and never takes the client of that name for an orphan", async () => {
    simulator().state.addClients(cluster.uuid, [{ name: "orders-worker" }]);
    simulator().addFault({ ...CREATE, do: "hang", when: "after-commit" });
    const answer = errorOf(createClient(OWNER, cluster.uuid, wish()));
    await simulator().waitFor(CREATE, { until: "held" });
    await takeAway(url());
    simulator().release();
    expect(await answer).toMatchObject({ code: "name_taken" });
    await giveBack();

    pass(61_000);
    await settle();
    const [intent] = await db().intent.findMany({ where: { clusterId: cluster.uuid } });
    expect(await trailOf(intent?.id ?? "")).toEqual(["requested", "rejected"]);
    await expectNothingLost(simulator(), cluster.uuid);
  });

  it("in one instance only: what another one found meanwhile is corrected by Camunda's answer", async () => {
    simulator().addFault({ ...CREATE, do: "hang", when: "after-commit" });
    const answer = createClient(OWNER, cluster.uuid, wish());
    await simulator().waitFor(CREATE, { until: "held" });
    await takeAway(url());
    simulator().release();
    const { intent } = await answer;
    await giveBack();
    const row = await db().intent.findUniqueOrThrow({ where: { id: intent.id } });
    const ending = { state: "orphaned", clientId: intent.clientId ?? "" } as const;
    await settleIntent(row, ending, { clusterName: null, actor: LATCHKEY });

    await runJanitor();
    expect(await trailOf(intent.id)).toEqual(["requested", "orphaned", "succeeded"]);
    const { clients, intents } = await listClients(OWNER, cluster.uuid);
    expect(clients).toMatchObject([{ origin: "managed", createdBy: OWNER.name }]);
    expect(intents).toEqual([]);
  });

  it("after a delete says that the client is gone all the same", async () => {
    const [client] = simulator().state.addClients(cluster.uuid, [{ name: "old-worker" }]);
    const DELETE = { method: "DELETE", path: "/clusters/:uuid/clients/:clientId" };
    simulator().addFault({ ...DELETE, do: "hang", when: "after-commit" });
    const answer = errorOf(deleteClient(OWNER, cluster.uuid, client?.clientId ?? ""));
    await simulator().waitFor(DELETE, { until: "held" });
    await takeAway(url());
    simulator().release();
    const error = await answer;
    await giveBack();
    expect(error).toMatchObject({ code: "database_unavailable", message: expect.stringContaining("was deleted") });

    simulator().clearFaults();
    await deleteClient(OWNER, cluster.uuid, client?.clientId ?? "");
    const events = await db().auditEvent.findMany({ where: { clusterId: cluster.uuid }, orderBy: { seq: "asc" } });
    expect(events.map(({ outcome }) => outcome)).toEqual(["requested", "requested", "succeeded"]);
  });
});
