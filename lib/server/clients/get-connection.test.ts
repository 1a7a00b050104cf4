import { expect, it } from "vitest";
import { OWNER } from "@/lib/server/access/testing/principals";
import { skipAllTokenWaits, withSimulator } from "@/lib/server/camunda/testing/simulator";
import { createClient } from "@/lib/server/clients/create-client";
import { getConnection } from "@/lib/server/clients/get-connection";
import { testConnection } from "@/lib/server/clients/test-connection";
import { createInput, errorOf } from "@/lib/server/clients/testing/create";
import { listClusters } from "@/lib/server/clusters/list-clusters";
import { describeOnSqlite } from "@/lib/server/platform/testing/database";

const simulator = withSimulator();

describeOnSqlite("connection details", () => {
  it("equal the create response without the secret, and cost one upstream call", async () => {
    const { uuid } = simulator().state.addCluster({ name: "Orders", audience: "orders.camunda.io" });
    await listClusters(OWNER, { refresh: "1" });
    const result = await createClient(OWNER, uuid, createInput({ scopes: ["Zeebe", "Operate"] }));
    if (result.outcome !== "created") throw new Error("The client was not created.");
    expect(result.connection.audience).toBe("orders.camunda.io");
    const { clientId } = result.connection;

    simulator().resetCounts();
    expect(await getConnection(OWNER, uuid, clientId)).toEqual(result.connection);
    expect(
      simulator()
        .requests()
        .map(({ method, path }) => `${method} ${path}`),
    ).toEqual([`GET /clusters/${uuid}/clients/${clientId}`]);

    skipAllTokenWaits();
    const { checks } = await testConnection(OWNER, uuid, { clientId, clientSecret: result.clientSecret });
    expect(checks[0]).toMatchObject({ scope: "Zeebe", outcome: "reached" });
  });

  it("of a client created elsewhere are what Camunda reports", async () => {
    const { uuid } = simulator().state.addCluster({ name: "Elsewhere", clients: [{ name: "created-elsewhere" }] });
    await listClusters(OWNER, { refresh: "1" });
    const clientId = simulator().state.cluster(uuid)?.clients[0]?.clientId ?? "";
    expect(await getConnection(OWNER, uuid, clientId)).toMatchObject({
      clientName: "created-elsewhere",
      audience: null,
    });
  });

  it("are an error while Camunda prepares the client, and for a client that does not exist", async () => {
    const { uuid } = simulator().state.addCluster({ name: "Slow", clients: [{ name: "new", notReadyReads: 1 }] });
    await listClusters(OWNER, { refresh: "1" });
    const clientId = simulator().state.cluster(uuid)?.clients[0]?.clientId ?? "";
    expect(await errorOf(getConnection(OWNER, uuid, clientId))).toMatchObject({ code: "client_not_ready" });
    expect(await getConnection(OWNER, uuid, clientId)).toMatchObject({ clientId });
    expect(await errorOf(getConnection(OWNER, uuid, "nobody"))).toMatchObject({ code: "client_not_found" });
  });
});
