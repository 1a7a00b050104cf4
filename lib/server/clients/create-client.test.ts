import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { AUDITOR, OWNER } from "@/lib/server/access/testing/principals";
import { configuredAccount } from "@/lib/server/camunda/account";
import { CREATE, LIST, withSimulator } from "@/lib/server/camunda/testing/simulator";
import { consoleToken } from "@/lib/server/camunda/token";
import { createClient } from "@/lib/server/clients/create-client";
import {
  createInput,
  dumpDatabase,
  errorOf,
  expectNothingLost,
  outcomesOf,
  stopTime,
} from "@/lib/server/clients/testing/create";
import { listClusters } from "@/lib/server/clusters/list-clusters";
import { db } from "@/lib/server/platform/database/db";
import { sqlitePath } from "@/lib/server/platform/database/sqlite";
import { describeOnBothDatabases } from "@/lib/server/platform/testing/database";

const simulator = withSimulator();
beforeAll(stopTime);
afterAll(() => {
  vi.useRealTimers();
});

describeOnBothDatabases("creating a client", ({ provider, url }) => {
  it("sends one POST with explicit scopes and nothing else, and returns the secret with all that its files need", async () => {
    const cluster = simulator().state.addCluster({ name: "Orders" });
    await listClusters(OWNER, { refresh: "1" });
    simulator().resetCounts();
    simulator().fixNextClient({ clientId: "c".repeat(32), clientSecret: "s".repeat(64) });
    const result = await createClient(OWNER, cluster.uuid, createInput({ scopes: ["Optimize", "Zeebe"] }));

    expect(
      simulator()
        .requests()
        .map(({ method, path }) => `${method} ${path}`),
    ).toEqual([`POST /clusters/${cluster.uuid}/clients`]);
    expect(simulator().state.cluster(cluster.uuid)?.clients[0]?.permissions).toEqual(["Zeebe", "Optimize"]);
    expect(result).toMatchObject({
      outcome: "created",
      clientSecret: "s".repeat(64),
      operation: { state: "succeeded", clientId: "c".repeat(32), requestedBy: OWNER.name },
      connection: {
        clusterName: "Orders",
        clientId: "c".repeat(32),
        clientName: "orders-worker",
        scopes: ["Zeebe", "Optimize"],
        audience: "zeebe.camunda.io",
        oauthUrl: `${simulator().url}/oauth/token`,
        regionId: "bru-2",
      },
    });
  });

  it("stores who created it, when and why: the operation, the client, and two audit events", async () => {
    const cluster = simulator().state.addCluster({ name: "Claims" });
    const input = createInput({ purpose: "Intake", scopes: ["Zeebe", "Operate"] });
    const result = await createClient(OWNER, cluster.uuid, input);

    const facts = { name: input.name, purpose: "Intake", scopes: "Zeebe,Operate" };
    const clientId = result.operation.clientId ?? "";
    expect(await db().operation.findUnique({ where: { id: result.operation.id } })).toMatchObject({
      clientName: input.name,
      purpose: facts.purpose,
      scopes: facts.scopes,
      clientId,
      kind: "create",
      state: "succeeded",
      openKey: null,
      dueAt: null,
      actorId: OWNER.memberId,
      confirmedAt: null,
    });
    const where = { clusterId_clientId: { clusterId: cluster.uuid, clientId } };
    expect(await db().client.findUnique({ where })).toMatchObject({
      ...facts,
      origin: "managed",
      createdById: OWNER.memberId,
      createdByName: OWNER.name,
      createdAt: new Date(),
    });
    const events = await db().auditEvent.findMany({
      where: { operationId: result.operation.id },
      orderBy: { seq: "asc" },
    });
    expect(events).toMatchObject([
      {
        action: "client.create",
        outcome: "requested",
        actorId: OWNER.memberId,
        clientId: null,
        requestId: OWNER.requestId,
      },
      { action: "client.create", outcome: "succeeded", actorId: OWNER.memberId, clientId, clientName: input.name },
    ]);
    await expectNothingLost(simulator(), cluster.uuid);
  });

  it("leaves neither the secret nor Latchkey's own token in the database", async () => {
    const cluster = simulator().state.addCluster({ name: "Canary" });
    const clientSecret = `canary.${crypto.randomUUID()}`;
    simulator().fixNextClient({ clientSecret });
    const result = await createClient(OWNER, cluster.uuid, createInput());
    expect(result).toMatchObject({ clientSecret });

    const texts = [await dumpDatabase()];
    if (provider === "sqlite") {
      const path = sqlitePath(url());
      // The lock file of the migration may disappear at this moment; it contains no rows.
      const files = (await readdir(dirname(path))).filter((file) => !file.includes(".migrating"));
      expect(files).toContain("test.db-wal");
      for (const file of files) texts.push(await readFile(join(dirname(path), file), "latin1"));
    }
    expect(texts.join()).toContain(result.operation.id);
    for (const text of texts) {
      expect(text).not.toContain(clientSecret);
      expect(text).not.toContain(await consoleToken(configuredAccount()));
      expect(text).not.toContain(simulator().consoleClient.secret);
    }
  });

  it("sends nothing for an auditor, and records the refusal", async () => {
    const cluster = simulator().state.addCluster({ name: "Read-only" });
    const error = await errorOf(createClient(AUDITOR, cluster.uuid, createInput()));
    expect(error).toMatchObject({ code: "forbidden", status: 403 });
    expect(simulator().requests()).toEqual([]);
    expect(await db().operation.count({ where: { clusterId: cluster.uuid } })).toBe(0);
    expect(await db().auditEvent.findMany({ where: { clusterId: cluster.uuid } })).toMatchObject([
      { action: "access.refuse", outcome: "refused", actorId: AUDITOR.memberId, detail: '{"right":"clients.create"}' },
    ]);
  });

  describe("a clear refusal", () => {
    it("is a name_taken error at the name field when the name exists", async () => {
      const cluster = simulator().state.addCluster({ name: "Taken", clients: [{ name: "orders-worker" }] });
      const error = await errorOf(createClient(OWNER, cluster.uuid, createInput()));
      expect(error).toMatchObject({ code: "name_taken", status: 409, fields: { name: error.message } });
      const [operation] = await db().operation.findMany({ where: { clusterId: cluster.uuid } });
      expect(operation).toMatchObject({ state: "rejected", errorCode: "name_taken", clientId: null });
      expect(await outcomesOf(operation?.id ?? "")).toEqual(["requested", "rejected"]);
      await expectNothingLost(simulator(), cluster.uuid);
    });

    it.each([
      ["the cluster is full", { maxClients: 0 }, "create_refused"],
      ["the cluster belongs to another organization", { foreign: true }, "create_refused"],
    ] as const)("is an error that names both causes of a 403 when %s", async (_, facts, code) => {
      const cluster = simulator().state.addCluster({ name: "Refuses", ...facts });
      expect(await errorOf(createClient(OWNER, cluster.uuid, createInput()))).toMatchObject({ code, status: 409 });
      expect(simulator().count(CREATE)).toBe(1);
    });

    it("is cluster_not_found when Camunda does not have the cluster", async () => {
      const error = await errorOf(createClient(OWNER, crypto.randomUUID(), createInput()));
      expect(error).toMatchObject({ code: "cluster_not_found", status: 404 });
      expect([simulator().count(CREATE), simulator().count(LIST)]).toEqual([1, 0]);
    });
  });
});
