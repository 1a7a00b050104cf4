import type { SqlQuery, SqlQueryable } from "@prisma/driver-adapter-utils";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { ALL_CLUSTERS } from "@/lib/server/access/grants";
import { AUDITOR, OWNER } from "@/lib/server/access/testing/principals";
import { CREATE, withSimulator } from "@/lib/server/camunda/testing/simulator";
import { createClient } from "@/lib/server/clients/create-client";
import { deleteClient } from "@/lib/server/clients/delete-client";
import { getOperation } from "@/lib/server/clients/get-operation";
import { createInput, refreshedClients, reportSecret, settleAll, stopTime } from "@/lib/server/clients/testing/create";
import { listClusters } from "@/lib/server/clusters/list-clusters";
import { listClusterAccess } from "@/lib/server/members/list-cluster-access";
import { closeDb, db, replaceDb } from "@/lib/server/platform/database/db";
import { SqliteAdapter, sqlitePath } from "@/lib/server/platform/database/sqlite";
import { describeOnSqlite } from "@/lib/server/platform/testing/database";
import { listSessions } from "@/lib/server/sessions/list-sessions";
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

async function observeAll(url: string): Promise<void> {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  await closeDb();
  replaceDb(new PrismaClient({ adapter: new ObservedAdapter(sqlitePath(url)) }));
}

describeOnSqlite("the statements of all use cases", ({ url }) => {
  beforeAll(() => observeAll(url()));
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

describeOnSqlite("the statements of lists of people", ({ url }) => {
  beforeAll(() => observeAll(url()));

  it("read sessions in the order of an index, and grants on a cluster by their members", async () => {
    const createdAt = new Date();
    const id = crypto.randomUUID();
    await db().cluster.create({ data: { id, name: "Orders", seenAt: createdAt } });
    const ids = Array.from({ length: 26 }, () => crypto.randomUUID());
    await db().member.createMany({ data: ids.map((of) => ({ id: of, name: of, emailVerified: false, createdAt })) });
    const role = { target: ALL_CLUSTERS, role: "owner", createdAt };
    await db().grant.createMany({ data: ids.map((memberId) => ({ memberId, ...role })) });
    statements.clear();
    await listSessions(OWNER, { id: "" }, { of: "everybody" });
    await listClusterAccess(OWNER, id);
    const steps: string[] = [];
    for (const sql of [...statements]) {
      if (!/ FROM `main`.`Session` .*ORDER BY|^SELECT [^(]* FROM `main`.`Grant` /.test(sql)) continue;
      const plan = await db().$queryRawUnsafe<{ detail: string }[]>(`EXPLAIN QUERY PLAN ${sql}`);
      steps.push(...plan.map(({ detail }) => detail));
    }
    expect(steps).toEqual([
      "SCAN main.Session USING INDEX Session_createdAt_id_idx",
      "SEARCH main.Grant USING INDEX sqlite_autoindex_Grant_1 (memberId=? AND target=?)",
    ]);
  });
});
