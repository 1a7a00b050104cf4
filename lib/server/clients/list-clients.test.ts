import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { AUDITOR, OWNER, SECOND_OWNER } from "@/lib/server/access/testing/principals";
import { CREATE, forgetToken, LIST, TOKEN, withSimulator } from "@/lib/server/camunda/testing/simulator";
import { createClient } from "@/lib/server/clients/create-client";
import { deleteClient } from "@/lib/server/clients/delete-client";
import { listClients } from "@/lib/server/clients/list-clients";
import { recordSecretEvent } from "@/lib/server/clients/record-secret-event";
import { createInput, errorOf, pass, stopTime } from "@/lib/server/clients/testing/create";
import { listClusters } from "@/lib/server/clusters/list-clusters";
import { db } from "@/lib/server/platform/database/db";
import { describeOnBothDatabases } from "@/lib/server/platform/testing/database";

const simulator = withSimulator();
beforeAll(stopTime);
afterAll(() => {
  vi.useRealTimers();
});

describeOnBothDatabases("the clients of a cluster", () => {
  let clusterId: string;
  beforeEach(async () => {
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
    clusterId = simulator().state.addCluster({ name: "Orders" }).uuid;
    await listClusters(OWNER, { refresh: "1" });
    simulator().resetCounts();
  });

  it("are what Camunda says now, joined with what we know, in one call", async () => {
    simulator().state.addClients(clusterId, [{ name: "made elsewhere", permissions: ["Orchestration"] }]);
    const { operation } = await createClient(OWNER, clusterId, createInput({ purpose: "Intake" }));
    simulator().resetCounts();
    const list = await listClients(AUDITOR, clusterId);
    expect(simulator().requests()).toMatchObject([{ method: "GET", path: `/clusters/${clusterId}/clients` }]);
    expect(list).toMatchObject({ asOf: new Date().toISOString(), stale: null, intents: [] });
    expect(list.clients).toEqual([
      {
        clientId: expect.any(String),
        name: "made elsewhere",
        scopes: ["Orchestration"],
        origin: "unmanaged",
        purpose: null,
        createdBy: null,
        createdAt: null,
        secretSeen: true,
      },
      {
        clientId: operation.clientId,
        name: "orders-worker",
        scopes: ["Zeebe"],
        origin: "managed",
        purpose: "Intake",
        createdBy: OWNER.name,
        createdAt: new Date().toISOString(),
        secretSeen: true,
      },
    ]);
    const remembered = (await listClusters(OWNER)).clusters.find(({ id }) => id === clusterId);
    expect(remembered).toMatchObject({ clientCount: 2, clientCountAt: list.asOf });
  });

  it("cost one call more when a token is needed first", async () => {
    forgetToken();
    await listClients(OWNER, clusterId);
    expect(
      simulator()
        .requests()
        .map(({ path }) => path),
    ).toEqual(["/oauth/token", `/clusters/${clusterId}/clients`]);
  });

  it("keep names as they are, and take null for no scopes", async () => {
    const name = `<img src=x onerror="alert(1)"> & ünï 'n "q"`;
    simulator().state.addClients(clusterId, [{ name, permissions: null }]);
    expect((await listClients(OWNER, clusterId)).clients).toMatchObject([{ name, scopes: [] }]);
  });

  it("lose the ones that were deleted elsewhere, and gain them again when they come back", async () => {
    const [client] = simulator().state.addClients(clusterId, [{ name: "w" }]);
    await listClients(OWNER, clusterId);
    simulator().state.removeClient(client?.clientId ?? "");
    expect((await listClients(OWNER, clusterId)).clients).toEqual([]);
    const row = () => db().client.findFirst({ where: { clusterId } });
    expect((await row())?.goneAt).toEqual(new Date());
    if (client) simulator().state.addClients(clusterId, [client]);
    await listClients(OWNER, clusterId);
    expect((await row())?.goneAt).toBeNull();
  });

  it.each([
    ["this cluster alone is denied", { ...LIST, do: "html", status: 403 }, "console_denied"],
    ["Console is down", { ...LIST, do: "reset" }, "console_unreachable"],
    ["Console answers 502", { ...LIST, do: "html", status: 502 }, "console_unreachable"],
    ["Console sends a page", { ...LIST, do: "html" }, "console_broken"],
    ["Console sends an object", { ...LIST, do: "answer", status: 200, body: { error: "no" } }, "console_broken"],
    [
      "Console asks for patience",
      { ...LIST, do: "answer", status: 429, headers: { "Retry-After": "60" } },
      "console_busy",
    ],
    ["the token server is down", { ...TOKEN, do: "reset" }, "console_unreachable"],
  ] as const)("are what we remember, marked stale, while %s; nothing is called gone", async (_, fault, code) => {
    const { operation } = await createClient(OWNER, clusterId, createInput());
    const before = await listClients(OWNER, clusterId);
    pass(60_000);
    if (fault.path === TOKEN.path) forgetToken();
    simulator().addFault(fault);
    const list = await listClients(OWNER, clusterId);
    expect(list).toMatchObject({
      clients: before.clients,
      asOf: before.asOf,
      stale: { code, message: expect.any(String) },
    });
    expect(list.stale?.message).not.toContain("<");
    expect(await db().client.findFirst({ where: { clientId: operation.clientId ?? "" } })).toMatchObject({
      goneAt: null,
    });
    forgetToken();
  });

  it("are unknown, not none, of a cluster that Camunda does not know", async () => {
    expect(await errorOf(listClients(OWNER, crypto.randomUUID()))).toMatchObject({ code: "cluster_not_found" });
  });

  it("are never called gone by a list that was asked for before they were made", async () => {
    simulator().addFault({ ...LIST, do: "hang", when: "after-commit", times: 1 });
    const early = listClients(OWNER, clusterId);
    await simulator().waitFor(LIST, { until: "held" });
    const { operation } = await createClient(OWNER, clusterId, createInput());
    simulator().release();
    expect((await early).clients).toEqual([]);
    expect(await db().client.findFirst({ where: { clientId: operation.clientId ?? "" } })).toMatchObject({
      goneAt: null,
    });
    expect((await listClients(OWNER, clusterId)).clients).toMatchObject([{ origin: "managed" }]);
  });

  it("say so when no browser confirmed within two minutes that it showed the secret", async () => {
    const { operation } = await createClient(OWNER, clusterId, createInput());
    const seen = async () => (await listClients(OWNER, clusterId)).clients[0]?.secretSeen;
    pass(120_000);
    expect(await seen()).toBe(true);
    pass(1);
    expect(await seen()).toBe(false);
    await recordSecretEvent(OWNER, clusterId, operation.clientId ?? "", { event: "copied", format: "env-vars" });
    expect(await seen()).toBe(false);
    await recordSecretEvent(OWNER, clusterId, operation.clientId ?? "", { event: "shown" });
    expect(await seen()).toBe(true);
    const events = await db().auditEvent.findMany({ where: { operationId: operation.id }, orderBy: { seq: "asc" } });
    expect(events.slice(2)).toMatchObject([
      { action: "secret.copied", detail: '{"format":"env-vars"}' },
      { action: "secret.shown", detail: "{}" },
    ]);
  });

  it("take a secret's event from the one who made the client alone", async () => {
    const { operation } = await createClient(OWNER, clusterId, createInput());
    for (const actor of [SECOND_OWNER, AUDITOR]) {
      const error = await errorOf(recordSecretEvent(actor, clusterId, operation.clientId ?? "", { event: "shown" }));
      expect(error.code).toBe(actor === AUDITOR ? "forbidden" : "not_found");
    }
  });

  it("name the wishes that need somebody: those under way, and orphans until they are deleted", async () => {
    simulator().addFault({ ...CREATE, do: "reset", when: "after-commit", times: 1 });
    const { operation } = await createClient(OWNER, clusterId, createInput());
    expect((await listClients(OWNER, clusterId)).intents).toMatchObject([{ id: operation.id, state: "unknown" }]);
    await db().operation.update({
      where: { id: operation.id },
      data: {
        state: "orphaned",
        settledAt: new Date(),
        clientId: simulator().state.cluster(clusterId)?.clients[0]?.clientId ?? null,
      },
    });
    const { clients, intents } = await listClients(OWNER, clusterId);
    expect([clients[0]?.origin, intents[0]?.state]).toEqual(["orphaned", "orphaned"]);
    await deleteClient(OWNER, clusterId, clients[0]?.clientId ?? "");
    expect(await listClients(OWNER, clusterId)).toMatchObject({ clients: [], intents: [] });
  });

  it("may be 10,000, at first sight and after, with one statement for each 500 of them", async () => {
    simulator().state.addClients(
      clusterId,
      Array.from({ length: 10_000 }, (_, at) => ({ name: `worker-${at}` })),
    );
    let statements = 0;
    const counting = db().$extends({
      query: {
        $allOperations({ args, query }) {
          statements += 1;
          return query(args);
        },
      },
    });
    Reflect.set(globalThis, "latchkeyDatabase", counting);
    expect((await listClients(OWNER, clusterId)).clients).toHaveLength(10_000);
    expect(await db().client.count({ where: { clusterId, goneAt: null } })).toBe(10_000);
    expect((await listClients(OWNER, clusterId)).clients).toHaveLength(10_000);
    simulator().state.changeCluster(clusterId, { clients: [] });
    expect((await listClients(OWNER, clusterId)).clients).toHaveLength(0);
    // 500 rows go with each statement that writes.
    expect(statements).toBeLessThan(80);
    expect(await db().client.count({ where: { clusterId, goneAt: null } })).toBe(0);
  });
});
