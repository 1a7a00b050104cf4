import { beforeEach, expect, it, vi } from "vitest";
import { OWNER, SECOND_OWNER } from "@/lib/server/access/testing/principals";
import { CREATE, withSimulator } from "@/lib/server/camunda/testing/simulator";
import { createClient } from "@/lib/server/clients/create-client";
import { deleteClient } from "@/lib/server/clients/delete-client";
import { createInput, expectNothingLost, reconcile, refreshedClients } from "@/lib/server/clients/testing/create";
import { listClusters } from "@/lib/server/clusters/list-clusters";
import { verifyHistory } from "@/lib/server/history/verify-history";
import { db } from "@/lib/server/platform/database/db";
import { describeOnBothDatabases } from "@/lib/server/platform/testing/database";
import { refreshClients } from "@/lib/server/sync/sync-clients";

const simulator = withSimulator();

describeOnBothDatabases("twenty simultaneous users", () => {
  let clusterId: string;
  beforeEach(async () => {
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
    clusterId = simulator().state.addCluster({ name: "Busy" }).uuid;
    await listClusters(OWNER, { refresh: "1" });
  });

  /** Lists as another instance would: without sharing an upstream request. */
  const listElsewhere = async () => {
    const { stored } = await refreshClients(clusterId);
    return stored;
  };

  it("can create, list and delete clients in one cluster without deadlocks, errors or wrong rows", async () => {
    const created = await Promise.all(
      Array.from({ length: 20 }, async (_, at) => {
        const [{ operation }] = await Promise.all([
          createClient(at % 2 ? OWNER : SECOND_OWNER, clusterId, createInput({ name: `worker-${at}` })),
          listElsewhere(),
        ]);
        return operation.clientId ?? "";
      }),
    );
    await Promise.all(
      created.flatMap((clientId, at) => [
        ...(at % 2 ? [deleteClient(OWNER, clusterId, clientId)] : []),
        listElsewhere(),
        reconcile(),
      ]),
    );
    expect(await db().client.count({ where: { clusterId, goneAt: null } })).toBe(10);
    expect((await refreshedClients(OWNER, clusterId)).total).toBe(10);
    expect(simulator().count(CREATE)).toBe(20);
    await expectNothingLost(simulator(), clusterId);
    expect(await verifyHistory()).toMatchObject({ ok: true });
  });

  it("can list a cluster for the first time in several instances, which store every client once", async () => {
    simulator().state.addClients(
      clusterId,
      Array.from({ length: 1_000 }, (_, at) => ({ name: `worker-${at}` })),
    );
    const stored = await Promise.all(Array.from({ length: 4 }, listElsewhere));
    expect(stored.filter(Boolean)).toHaveLength(1);
    expect(await db().client.count({ where: { clusterId, goneAt: null } })).toBe(1_000);
    expect(await db().cluster.findUnique({ where: { id: clusterId } })).toMatchObject({ clientCount: 1_000 });
  });
});
