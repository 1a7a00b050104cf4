import type { SqlQuery, SqlQueryable } from "@prisma/driver-adapter-utils";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { AUDITOR, OWNER } from "@/lib/server/access/testing/principals";
import { CREATE, withSimulator } from "@/lib/server/camunda/testing/simulator";
import { createClient } from "@/lib/server/clients/create-client";
import { deleteClient } from "@/lib/server/clients/delete-client";
import { getOperation } from "@/lib/server/clients/get-operation";
import { createInput, refreshedClients, reportSecret, settleAll, stopTime } from "@/lib/server/clients/testing/create";
import { listClusters } from "@/lib/server/clusters/list-clusters";
import { closeDb, db, replaceDb } from "@/lib/server/platform/database/db";
import { SqliteAdapter, sqlitePath } from "@/lib/server/platform/database/sqlite";
import { describeOnSqlite } from "@/lib/server/platform/testing/database";
import { PrismaClient } from "@/prisma/generated/sqlite/client";

const simulator = withSimulator();
beforeAll(stopTime);
afterAll(() => {
  vi.useRealTimers();
});

/** The statements of every transaction, and of all use cases. */
const transactions: string[][] = [];
const statements = new Set<string>();

class ObservedAdapter extends SqliteAdapter {
  override async connect() {
    const connection = await super.connect();
    return {
      ...connection,
      ...observe(connection, []),
      async startTransaction() {
        const transaction = await connection.startTransaction();
        const own: string[] = [];
        transactions.push(own);
        return { ...transaction, ...observe(transaction, own) };
      },
    };
  }
}

/** Runs a query as before, and notes it. */
function observe(
  { queryRaw, executeRaw }: SqlQueryable,
  notes: string[],
): Pick<SqlQueryable, "queryRaw" | "executeRaw"> {
  const note = ({ sql }: SqlQuery) => {
    notes.push(sql);
    statements.add(sql);
  };
  return {
    queryRaw(query) {
      note(query);
      return queryRaw(query);
    },
    executeRaw(query) {
      note(query);
      return executeRaw(query);
    },
  };
}

describeOnSqlite("the statements of all use cases", ({ url }) => {
  beforeAll(async () => {
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
    await closeDb();
    replaceDb(new PrismaClient({ adapter: new ObservedAdapter(sqlitePath(url())) }));
  });
  // The simulator has a token only now.
  beforeEach(useEverything);

  /** Creates, lists, loses, discards, reports, deletes. */
  async function useEverything(): Promise<void> {
    const { uuid } = simulator().state.addCluster({ name: "Orders", clients: [{ name: "elsewhere" }] });
    await listClusters(OWNER, { refresh: "1", search: "orders" });
    const { operation } = await createClient(OWNER, uuid, createInput());
    await reportSecret(OWNER, operation.id, "shown");
    simulator().addFault({ ...CREATE, do: "reset", when: "after-commit", times: 1 });
    const lost = (await createClient(OWNER, uuid, createInput({ name: "lost" }))).operation.id;
    simulator().addFault({ ...CREATE, do: "reset", times: 1 });
    await createClient(OWNER, uuid, createInput({ name: "never-created" }));
    await refreshedClients(AUDITOR, uuid);
    await settleAll();
    await refreshedClients(AUDITOR, uuid);
    const orphan = await getOperation(OWNER, uuid, lost);
    expect(orphan.state).toBe("orphaned");
    await deleteClient(OWNER, uuid, orphan.clientId ?? "", { discards: lost });
    await deleteClient(OWNER, uuid, operation.clientId ?? "");
  }

  it("lock rows in one order: operation, organization, cluster, client, and the head of the history last", () => {
    expect(transactions.length).toBeGreaterThan(10);
    const orders = transactions.map((own) => [
      ...new Set(own.flatMap((sql) => /^(?:UPDATE|INSERT INTO|DELETE FROM) `main`.`(\w+)`/.exec(sql)?.[1] ?? [])),
    ]);
    const ORDER = ["Operation", "Organization", "Cluster", "Client", "AuditHead", "AuditEvent"];
    for (const order of orders) expect(order).toEqual(ORDER.filter((table) => order.includes(table)));
    expect(orders).toContainEqual(ORDER.filter((table) => table !== "Organization"));
  });

  it("find their rows by an index, and scan no table that grows", async () => {
    const reading = [...statements].filter((sql) => /^(SELECT|UPDATE|DELETE)/.test(sql));
    expect(reading.length).toBeGreaterThan(30);
    for (const sql of reading) {
      const plan = await db().$queryRawUnsafe<{ detail: string }[]>(`EXPLAIN QUERY PLAN ${sql}`);
      const steps = plan.map(({ detail }) => detail);
      expect(steps.join()).toMatch(/main\./);
      expect([sql, steps.filter((step) => /^SCAN main\.(?!Job|AuditHead|Organization)/.test(step))]).toEqual([sql, []]);
    }
  });
});
