import { createCamundaClient } from "@camunda8/orchestration-cluster-api";
import { Camunda8 } from "@camunda8/sdk";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { linksOf } from "./links";
import { type Simulator, startSimulator } from "./server";

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

const createdSchema = z.object({ clientId: z.string(), clientSecret: z.string(), uuid: z.string() });

/** With a token endpoint other than Camunda's own, the SDK requests Console tokens with the ZEEBE_ credentials. */
function sdk(credentials: { id: string; secret: string }, more: Record<string, string> = {}) {
  return new Camunda8({
    CAMUNDA_OAUTH_URL: `${simulator.url}/oauth/token`,
    CAMUNDA_CONSOLE_BASE_URL: simulator.url,
    CAMUNDA_CONSOLE_OAUTH_AUDIENCE: "api.cloud.camunda.io",
    CAMUNDA_TOKEN_DISK_CACHE_DISABLE: true,
    CAMUNDA_LOG_LEVEL: "none",
    ZEEBE_CLIENT_ID: credentials.id,
    ZEEBE_CLIENT_SECRET: credentials.secret,
    ...more,
  });
}

test("the SDK's AdminApiClient lists, creates, reads and deletes", async () => {
  const admin = sdk(simulator.consoleClient).getAdminApiClient();
  const clusters = await admin.getClusters();
  const clusterUuid = clusters.find(({ name }) => name === "Orders production")?.uuid ?? "";
  expect((await admin.getCluster(clusterUuid)).status.ready).toBe("Healthy");
  expect(await admin.getClients(clusterUuid)).toEqual([]);

  const { clientId } = createdSchema.parse(
    await admin.createClient({ clusterUuid, clientName: "by-sdk", permissions: ["Zeebe"] }),
  );
  expect(await admin.getClients(clusterUuid)).toEqual([{ name: "by-sdk", clientId, permissions: ["Zeebe"] }]);
  expect(await admin.getClient(clusterUuid, clientId)).toMatchObject({ name: "by-sdk", ZEEBE_CLIENT_ID: clientId });
  await expect(admin.createClient({ clusterUuid, clientName: "by-sdk", permissions: ["Zeebe"] })).rejects.toThrow(
    "400",
  );
  await admin.deleteClient(clusterUuid, clientId);
  await expect(admin.getClient(clusterUuid, clientId)).rejects.toThrow("404");
  expect((await admin.getUsers()).length).toBeGreaterThan(0);
});

describe.each(["Zeebe 8.5.2", "8.6.5", "8.7.1", "Camunda 8.8+gen3", "8.9.1"])(
  "a client of a %s cluster",
  (generation) => {
    const permissions = ["Zeebe", "Operate", "Tasklist", "Optimize"];
    function addClient() {
      const cluster = simulator.state.addCluster({ name: `For ${generation}`, generation });
      const [client] = simulator.state.addClients(cluster.uuid, [{ name: "w", permissions }]);
      const links = linksOf(cluster, simulator.url, "o");
      return {
        id: client?.clientId ?? "",
        secret: client?.clientSecret ?? "",
        link: (service: string) => links[service] ?? "",
      };
    }

    test("reads the topology with @camunda8/orchestration-cluster-api", async () => {
      const { id, secret, link } = addClient();
      const client = createCamundaClient({
        config: {
          CAMUNDA_REST_ADDRESS: link("zeebe"),
          CAMUNDA_AUTH_STRATEGY: "OAUTH",
          CAMUNDA_OAUTH_URL: `${simulator.url}/oauth/token`,
          CAMUNDA_TOKEN_AUDIENCE: "zeebe.camunda.io",
          CAMUNDA_CLIENT_ID: id,
          CAMUNDA_CLIENT_SECRET: secret,
        },
      });
      expect((await client.getTopology()).clusterSize).toBe(3);
    });

    test("reads topology, definitions, tasks and dashboards with @camunda8/sdk", async () => {
      const { id, secret, link } = addClient();
      const camunda = sdk(
        { id, secret },
        {
          ZEEBE_REST_ADDRESS: link("zeebe"),
          CAMUNDA_OPERATE_BASE_URL: link("operate"),
          CAMUNDA_TASKLIST_BASE_URL: link("tasklist"),
          CAMUNDA_OPTIMIZE_BASE_URL: link("optimize"),
        },
      );
      expect((await camunda.getCamundaRestClient().getTopology()).clusterSize).toBe(3);
      expect((await camunda.getOperateApiClient().searchProcessDefinitions({})).items).toHaveLength(1);
      expect(await camunda.getTasklistApiClient().searchTasks({})).toEqual([]);
      expect(await camunda.getOptimizeApiClient().getDashboardIds(1)).toEqual([]);
    });
  },
);
