import { performance } from "node:perf_hooks";
import { beforeEach, expect, it, vi } from "vitest";
import { AUDITOR, OWNER } from "@/lib/server/access/testing/principals";
import { CREATE, withSimulator } from "@/lib/server/camunda/testing/simulator";
import { createClient } from "@/lib/server/clients/create-client";
import { listClients } from "@/lib/server/clients/list-clients";
import { createInput } from "@/lib/server/clients/testing/create";
import { listClusters } from "@/lib/server/clusters/list-clusters";
import { getHealth } from "@/lib/server/health";
import { appendEvent } from "@/lib/server/history/append-event";
import { db, transaction } from "@/lib/server/platform/database/db";
import { PostgresAdapter } from "@/lib/server/platform/database/postgres";
import { SqliteAdapter, sqlitePath } from "@/lib/server/platform/database/sqlite";
import { describeOnBothDatabases } from "@/lib/server/platform/testing/database";
import { toAppError } from "@/lib/server/platform/to-app-error";

const simulator = withSimulator();

/** Locks the head of the history from another session. @returns a function that ends that */
async function lockHead(url: string): Promise<() => Promise<void>> {
  const adapter = url.startsWith("file:") ? new SqliteAdapter(sqlitePath(url)) : new PostgresAdapter(url);
  const session = await adapter.connect();
  const lock = await session.startTransaction();
  await lock.executeRaw({ sql: 'UPDATE "AuditHead" SET "seq" = "seq"', args: [], argTypes: [] });
  return async () => {
    await lock.executeRaw({ sql: "ROLLBACK", args: [], argTypes: [] });
    await lock.rollback();
    await session.dispose();
  };
}

describeOnBothDatabases("while another session holds the head of the history", ({ url }) => {
  beforeEach(() => {
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
  });

  it("pages and the health check respond, and a create behind many others is refused unsent, in time", async () => {
    const { uuid } = simulator().state.addCluster({ name: "Orders", clients: [{ name: "stored" }] });
    await listClusters(OWNER, { refresh: "1" });
    await listClients(OWNER, uuid);
    const unlock = await lockHead(url());
    const started = performance.now();
    const append = () =>
      transaction((tx) => appendEvent(tx, OWNER, { action: "session.sign-out", outcome: "succeeded" }));
    const writes = Array.from({ length: 25 }, () => append().catch(toAppError));
    const create = createClient(OWNER, uuid, createInput()).catch(toAppError);

    const [list, health] = await Promise.all([listClients(AUDITOR, uuid), getHealth()]);
    expect(list).toMatchObject({ clients: [{ name: "stored" }], stale: null });
    expect(health).toMatchObject({ status: "read-only", database: { reads: true, writes: false } });
    expect(performance.now() - started).toBeLessThan(2_500);

    for (const refusal of await Promise.all([create, ...writes]))
      expect(refusal).toMatchObject({ code: "database_unavailable" });
    expect(performance.now() - started).toBeLessThan(10_000);
    await unlock();
    expect(simulator().count(CREATE)).toBe(0);
    expect(await db().operation.count()).toBe(0);
    expect(await createClient(OWNER, uuid, createInput())).toMatchObject({ outcome: "created" });
  });
});
