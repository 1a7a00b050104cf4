import { randomUUID } from "node:crypto";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { everywhere, principalWith } from "@/lib/server/access/testing/principals";
import { listEvents } from "@/lib/server/audit/list-events";
import { createClient } from "@/lib/server/clients/create-client";
import { deleteClient } from "@/lib/server/clients/delete-client";
import { listClients } from "@/lib/server/clients/list-clients";
import { getCluster } from "@/lib/server/clusters/get-cluster";
import { listClusters } from "@/lib/server/clusters/list-clusters";
import type { Job } from "@/lib/server/jobs/runner";
import { listClusterAccess } from "@/lib/server/members/list-cluster-access";
import { listMembers } from "@/lib/server/members/list-members";
import { type Db, db, replaceDb } from "@/lib/server/platform/database/db";
import { listSessions } from "@/lib/server/sessions/list-sessions";
import { activityJob } from "@/lib/server/sync/activity-job";
import { syncJob } from "@/lib/server/sync/sync-job";
import type { Camunda } from "./environment";

/** Somebody who may do everything. */
const PRINCIPAL = principalWith(everywhere("owner"), "Bench");

/** Runs each use case once and counts what it costs: upstream calls, tokens, statements, and the longest stall. */
export async function countUseCases(camunda: Camunda, { few, many }: { few: string; many: string }) {
  let statements = 0;
  replaceDb(
    db().$extends({
      query: {
        $allOperations: ({ args, query }) => {
          statements += 1;
          return query(args);
        },
      },
      // The extended client has every method that we use, but Prisma gives it another type.
    }) as unknown as Db,
  );
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const rows: (string | number)[][] = [];

  async function count(name: string, run: () => Promise<unknown>): Promise<void> {
    await camunda.takeCounts();
    statements = 0;
    delay.reset();
    delay.enable();
    await run();
    delay.disable();
    const { calls, tokens } = await camunda.takeCounts();
    rows.push([name, calls, tokens, statements, (delay.max / 1e6).toFixed(0)]);
  }

  // What a process does once, such as compiling the query engine, belongs to none of them.
  await db().member.count();
  await listEvents(PRINCIPAL, {});

  const refresh = { refresh: "1" } as const;
  await count("list clusters, first", () => listClusters(PRINCIPAL));
  await count("list clusters, again", () => listClusters(PRINCIPAL));
  await count("list clusters, refreshed", () => listClusters(PRINCIPAL, refresh));
  await count("search clusters", () => listClusters(PRINCIPAL, { search: "cluster 7" }));
  const job = ({ run }: Job) => run({ startedAt: new Date(), signal: new AbortController().signal });
  await count("sync of all clusters, first", () => job(syncJob()));
  await count("sync of all clusters, again", () => job(syncJob()));
  await count("read the activity log", () => job(activityJob()));
  await count("one cluster", () => getCluster(PRINCIPAL, few));
  await count("list few clients, first", () => listClients(PRINCIPAL, few));
  await count("list few clients, again", () => listClients(PRINCIPAL, few));
  await count("list many clients, first", () => listClients(PRINCIPAL, many));
  await count("list many clients, again", () => listClients(PRINCIPAL, many));
  await count("list many clients, refreshed", () => listClients(PRINCIPAL, many, refresh));
  await count("search many clients", () => listClients(PRINCIPAL, many, { search: "worker-77" }));
  let clientId = "";
  await count("create a client", async () => {
    const result = await createClient(PRINCIPAL, few, { key: randomUUID(), name: "bench", scopes: ["Zeebe"] });
    clientId = result.operation.clientId ?? "";
  });
  await count("delete a client", () => deleteClient(PRINCIPAL, few, clientId));
  await count("a page of the history", () => listEvents(PRINCIPAL, {}));
  await count("list members", () => listMembers(PRINCIPAL));
  await count("search members", () => listMembers(PRINCIPAL, { search: "owner" }));
  await count("list everybody's sessions", () => listSessions(PRINCIPAL, { id: "" }, { of: "everybody" }));
  await count("access to a cluster", () => listClusterAccess(PRINCIPAL, few));
  return rows;
}
