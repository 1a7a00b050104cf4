import { afterAll, beforeAll, beforeEach, expect, it, onTestFinished, vi } from "vitest";
import type { ErrorCode } from "@/lib/contract/errors";
import { AUDITOR, OWNER, SECOND_OWNER } from "@/lib/server/access/testing/principals";
import { CREATE, forgetToken, LIST, TOKEN, withSimulator } from "@/lib/server/camunda/testing/simulator";
import { createClient } from "@/lib/server/clients/create-client";
import { deleteClient } from "@/lib/server/clients/delete-client";
import { listClients } from "@/lib/server/clients/list-clients";
import { recordSecretEvent } from "@/lib/server/clients/record-secret-event";
import {
  createInput,
  errorOf,
  pass,
  refreshedClients,
  reportSecret,
  stopTime,
} from "@/lib/server/clients/testing/create";
import { listClusters } from "@/lib/server/clusters/list-clusters";
import { db } from "@/lib/server/platform/database/db";
import { countStatements } from "@/lib/server/platform/testing/count-statements";
import { describeOnBothDatabases, describeOnSqlite } from "@/lib/server/platform/testing/database";
import type { FaultInput } from "@/simulator/faults";

const simulator = withSimulator();
let clusterId: string;
beforeAll(stopTime);
beforeEach(async () => {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  clusterId = simulator().state.addCluster({ name: "Orders" }).uuid;
  await listClusters(OWNER, { refresh: "1" });
  simulator().resetCounts();
});
afterAll(() => {
  vi.useRealTimers();
});

async function expectStale(_: string, fault: FaultInput, code: ErrorCode): Promise<void> {
  const { operation } = await createClient(OWNER, clusterId, createInput());
  const before = await refreshedClients(OWNER, clusterId);
  pass(60_000);
  if (fault.path === TOKEN.path) forgetToken();
  simulator().addFault(fault);
  const list = await refreshedClients(OWNER, clusterId);
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
}
const STALE = "are the stored ones, marked as stale, while %s; none of them is marked as gone";

describeOnSqlite("the clients of a cluster", () => {
  it.each<[string, FaultInput, ErrorCode]>([
    ["Camunda denies access to this cluster only", { ...LIST, do: "html", status: 403 }, "console_denied"],
    ["Console responds with 502", { ...LIST, do: "html", status: 502 }, "console_unreachable"],
    ["Console sends an HTML page", { ...LIST, do: "html" }, "console_broken"],
    ["Console sends an object", { ...LIST, do: "answer", status: 200, body: { error: "no" } }, "console_broken"],
    [
      "Console asks to slow down",
      { ...LIST, do: "answer", status: 429, headers: { "Retry-After": "60" } },
      "console_busy",
    ],
    ["the token endpoint is down", { ...TOKEN, do: "reset" }, "console_unreachable"],
  ])(STALE, expectStale);

  it("cost one more call when a token is needed first", async () => {
    forgetToken();
    await refreshedClients(OWNER, clusterId);
    expect(
      simulator()
        .requests()
        .map(({ path }) => path),
    ).toEqual(["/oauth/token", `/clusters/${clusterId}/clients`]);
  });
});

describeOnBothDatabases("the clients of a cluster", () => {
  it.each<[string, FaultInput, ErrorCode]>([["Console is down", { ...LIST, do: "reset" }, "console_unreachable"]])(
    STALE,
    expectStale,
  );

  it("are what Camunda reports now, joined with what is stored, in one call", async () => {
    simulator().state.addClients(clusterId, [{ name: "created elsewhere", permissions: ["Orchestration"] }]);
    const { operation } = await createClient(OWNER, clusterId, createInput({ purpose: "Intake" }));
    simulator().resetCounts();
    const list = await refreshedClients(AUDITOR, clusterId);
    expect(simulator().requests()).toMatchObject([{ method: "GET", path: `/clusters/${clusterId}/clients` }]);
    expect(list).toMatchObject({ asOf: new Date().toISOString(), stale: null, operations: [], mayCreate: false });
    expect((await listClients(OWNER, clusterId)).mayCreate).toBe(true);
    expect(list.clients).toEqual([
      {
        clientId: expect.any(String),
        name: "created elsewhere",
        scopes: ["Orchestration"],
        origin: "unmanaged",
        purpose: null,
        createdBy: null,
        createdAt: null,
        consoleUser: null,
        consoleAt: null,
        secretSeen: true,
        mayDelete: false,
        mayRotate: false,
        rotation: null,
      },
      {
        clientId: operation.clientId,
        name: "orders-worker",
        scopes: ["Zeebe"],
        origin: "managed",
        purpose: "Intake",
        createdBy: OWNER.name,
        createdAt: new Date().toISOString(),
        consoleUser: null,
        consoleAt: null,
        secretSeen: true,
        mayDelete: false,
        mayRotate: false,
        rotation: null,
      },
    ]);
    const { clusters } = await listClusters(OWNER, { search: clusterId });
    expect(clusters).toMatchObject([{ clientCount: 2, clientsListedAt: list.asOf }]);
  });

  it("keep names as they are, and have no scopes where Camunda reports null", async () => {
    const name = `<img src=x onerror="alert(1)"> & ünï 'n "q"`;
    simulator().state.addClients(clusterId, [{ name, permissions: null }]);
    expect((await refreshedClients(OWNER, clusterId)).clients).toMatchObject([{ name, scopes: [] }]);
  });

  it("leave the list when deleted elsewhere, and return when Camunda reports them again", async () => {
    const [client] = simulator().state.addClients(clusterId, [{ name: "w" }]);
    await refreshedClients(OWNER, clusterId);
    simulator().state.removeClient(client?.clientId ?? "");
    expect((await refreshedClients(OWNER, clusterId)).clients).toEqual([]);
    const row = () => db().client.findFirst({ where: { clusterId } });
    expect((await row())?.goneAt).toEqual(new Date());
    if (client) simulator().state.addClients(clusterId, [client]);
    await refreshedClients(OWNER, clusterId);
    expect((await row())?.goneAt).toBeNull();
  });

  it("are an error, not an empty list, for a cluster that Camunda does not have", async () => {
    expect(await errorOf(listClients(OWNER, crypto.randomUUID()))).toMatchObject({ code: "cluster_not_found" });
  });

  it("are not marked as gone by a list that was requested before they were created", async () => {
    simulator().addFault({ ...LIST, do: "hang", when: "after-commit", times: 1 });
    const early = refreshedClients(OWNER, clusterId);
    await simulator().waitFor(LIST, { until: "held" });
    const { operation } = await createClient(OWNER, clusterId, createInput());
    simulator().release();
    await early;
    expect(await db().client.findFirst({ where: { clientId: operation.clientId ?? "" } })).toMatchObject({
      goneAt: null,
    });
    expect((await refreshedClients(OWNER, clusterId)).clients).toMatchObject([{ origin: "managed" }]);
  });

  it("are marked when no browser confirms within two minutes that it showed the secret", async () => {
    const { operation } = await createClient(OWNER, clusterId, createInput());
    const seen = async () => (await refreshedClients(OWNER, clusterId)).clients[0]?.secretSeen;
    pass(120_000);
    expect(await seen()).toBe(true);
    pass(1);
    expect(await seen()).toBe(false);
    const about = { operationId: operation.id, format: "env-vars" };
    await recordSecretEvent(OWNER, clusterId, operation.clientId ?? "", { event: "copied", ...about });
    expect(await seen()).toBe(false);
    await reportSecret(OWNER, operation.id, "shown");
    expect(await seen()).toBe(true);
    const events = await db().auditEvent.findMany({ where: { operationId: operation.id }, orderBy: { seq: "asc" } });
    expect(events.slice(2)).toMatchObject([
      { action: "secret.copied", outcome: "reported", detail: '{"format":"env-vars"}' },
      { action: "secret.shown", outcome: "reported", detail: "{}" },
    ]);
    // What the server saw itself is told apart from what the browser says.
    expect(events.slice(0, 2)).toMatchObject([{ outcome: "requested" }, { outcome: "succeeded" }]);
  });

  it("accept a secret event only from the person who created the client", async () => {
    const { operation } = await createClient(OWNER, clusterId, createInput());
    for (const actor of [SECOND_OWNER, AUDITOR]) {
      const error = await errorOf(reportSecret(actor, operation.id, "shown"));
      expect(error.code).toBe(actor === AUDITOR ? "forbidden" : "not_found");
    }
  });

  it("refuse a secret event for a client that can't be the result of its operation", async () => {
    simulator().state.addClients(clusterId, [{ name: "theirs" }, { name: "taken" }]);
    const known = (await refreshedClients(OWNER, clusterId)).clients.map(({ clientId }) => clientId);
    simulator().addFault({ ...CREATE, do: "answer", status: 503, body: "" });
    const { operation } = await createClient(OWNER, clusterId, createInput({ name: "taken" }));
    for (const clientId of [...known, "made-up"])
      expect((await errorOf(reportSecret(OWNER, operation.id, "shown", clientId))).code).toBe("not_found");
    expect((await listClients(OWNER, clusterId)).clients.map(({ origin }) => origin)).not.toContain("managed");
  });

  it("come with the operations that need attention: open ones, and orphans until they are deleted", async () => {
    simulator().addFault({ ...CREATE, do: "reset", when: "after-commit", times: 1 });
    const { operation } = await createClient(OWNER, clusterId, createInput());
    expect((await refreshedClients(OWNER, clusterId)).operations).toMatchObject([
      { id: operation.id, state: "unknown" },
    ]);
    await db().operation.update({
      where: { id: operation.id },
      data: {
        state: "orphaned",
        openKey: null,
        settledAt: new Date(),
        clientId: simulator().state.cluster(clusterId)?.clients[0]?.clientId ?? null,
      },
    });
    const { clients, operations } = await refreshedClients(OWNER, clusterId);
    expect([clients[0]?.origin, operations[0]?.state]).toEqual(["orphaned", "orphaned"]);
    const asAuditor = await listClients(AUDITOR, clusterId);
    expect([operations[0]?.mayDiscard, asAuditor.operations[0]?.mayDiscard]).toEqual([true, false]);
    await deleteClient(OWNER, clusterId, clients[0]?.clientId ?? "");
    expect(await refreshedClients(OWNER, clusterId)).toMatchObject({ clients: [], operations: [] });
  });

  it("are requested from Camunda once for all simultaneous readers, and not again while fresh", async () => {
    simulator().state.addClients(clusterId, [{ name: "w" }]);
    const lists = await Promise.all(Array.from({ length: 20 }, () => listClients(OWNER, clusterId)));
    for (const { clients } of lists) expect(clients).toMatchObject([{ name: "w" }]);
    expect(simulator().count(LIST)).toBe(1);
    simulator().state.addClients(clusterId, [{ name: "later" }]);
    pass(9_999);
    const { asOf, total } = await listClients(OWNER, clusterId);
    expect([total, Date.now() - Date.parse(asOf ?? "")]).toEqual([1, 9_999]);
    expect(simulator().count(LIST)).toBe(1);
    pass(1);
    expect((await listClients(OWNER, clusterId)).total).toBe(2);
    expect(simulator().count(LIST)).toBe(2);
  });

  it("show a person's change immediately, even while the list is fresh", async () => {
    await listClients(OWNER, clusterId);
    const { operation } = await createClient(OWNER, clusterId, createInput());
    expect(await listClients(OWNER, clusterId)).toMatchObject({ clients: [{ origin: "managed" }], total: 1 });
    await deleteClient(OWNER, clusterId, operation.clientId ?? "");
    expect(await listClients(OWNER, clusterId)).toMatchObject({ clients: [], total: 0 });
    expect(simulator().count(LIST)).toBe(1);
  });

  it("are not rewritten when nothing differs; only the time of the list is", async () => {
    simulator().state.addClients(clusterId, [{ name: "w" }]);
    await refreshedClients(OWNER, clusterId);
    const before = await db().client.findMany({ where: { clusterId } });
    const written: string[] = [];
    const restore = countStatements((model, operation) => {
      if (/create|update|upsert|delete/.test(operation)) written.push(`${model}.${operation}`);
    });
    pass(60_000);
    await refreshedClients(OWNER, clusterId);
    restore();
    expect(await db().client.findMany({ where: { clusterId } })).toEqual(before);
    expect(written).toEqual(["Cluster.updateMany", "Cluster.updateMany"]);
  });

  it("come in pages sorted by the server, and none is missing", async () => {
    const names = Array.from({ length: 120 }, (_, at) => `worker-${at}`);
    simulator().state.addClients(
      clusterId,
      names.toSorted().map((name) => ({ name })),
    );
    const seen: string[] = [];
    for (let after: string | undefined; ; ) {
      const page = await listClients(OWNER, clusterId, { ...(after && { after }) });
      expect([page.total, page.found]).toEqual([120, 120]);
      seen.push(...page.clients.map(({ name }) => name));
      if (page.nextAfter === null) break;
      after = page.nextAfter;
    }
    expect(seen).toEqual(names);
    const last = await listClients(OWNER, clusterId, { sort: "name", direction: "descending" });
    expect(last.clients[0]?.name).toBe("worker-119");
  });

  it.each([
    ["WORKER", ["orderXworker", "order_worker"]],
    ["order_w", ["order_worker"]],
    ["worker order", ["orderXworker", "order_worker"]],
    ["%", []],
    ["intake", ["claims"]],
    ["nothing-like-it", []],
  ])("are searched for %j by the server", async (search, names) => {
    simulator().state.addClients(clusterId, [{ name: "orderXworker" }, { name: "order_worker" }]);
    await createClient(OWNER, clusterId, createInput({ name: "claims", purpose: "Intake of claims" }));
    const page = await refreshedClients(OWNER, clusterId).then(() => listClients(OWNER, clusterId, { search }));
    expect(page.clients.map(({ name }) => name).toSorted()).toEqual(names);
    expect([page.found, page.total]).toEqual([names.length, 3]);
  });

  it("are not listed from the start again when a page begins after an unknown client", async () => {
    expect((await errorOf(listClients(OWNER, clusterId, { after: "unknown" }))).code).toBe("invalid_input");
  });

  it("can be found by their exact name", async () => {
    simulator().state.addClients(clusterId, [{ name: "worker" }, { name: "worker-2" }]);
    expect((await listClients(OWNER, clusterId, { name: "worker" })).found).toBe(1);
    expect((await listClients(OWNER, clusterId, { name: "work" })).found).toBe(0);
  });

  it.each([
    ["with an unreadable entry", [{ name: "new", clientId: "abc", permissions: ["Zeebe"] }, { odd: 1 }], ["new", "w"]],
    ["that is null", null, ["w"]],
  ])("from a list %s keep the known rows, and are marked as incomplete", async (_, body, names) => {
    simulator().state.addClients(clusterId, [{ name: "w" }]);
    await refreshedClients(OWNER, clusterId);
    simulator().addFault({ ...LIST, do: "answer", status: 200, body, times: 1 });
    const list = await refreshedClients(OWNER, clusterId);
    expect(list).toMatchObject({ isComplete: false, stale: null, total: names.length });
    expect(list.clients.map(({ name }) => name)).toEqual(names);
    expect((await refreshedClients(OWNER, clusterId)).isComplete).toBe(true);
  });

  it("are the stored ones, marked as stale, while the database accepts no writes", async () => {
    simulator().state.addClients(clusterId, [{ name: "w" }]);
    await refreshedClients(OWNER, clusterId);
    const down = Object.assign(new Error("locked"), { code: "P1008" });
    vi.spyOn(db().cluster, "updateMany").mockRejectedValue(down);
    const list = await refreshedClients(OWNER, clusterId);
    vi.restoreAllMocks();
    expect(list).toMatchObject({ clients: [{ name: "w" }], stale: { code: "database_unavailable" } });
  });

  // `npm run bench` has 100,000.
  const count = 2_000;
  it(`can be ${count}, in the first list and later ones, with a bounded number of statements`, async () => {
    vi.useRealTimers();
    onTestFinished(stopTime);
    simulator().state.addClients(
      clusterId,
      Array.from({ length: count }, (_, at) => ({ name: `worker-${at}` })),
    );
    let statements = 0;
    const restore = countStatements(() => {
      statements += 1;
    });
    expect(await listClients(OWNER, clusterId)).toMatchObject({ total: count, found: count });
    expect(await db().client.count({ where: { clusterId, goneAt: null } })).toBe(count);
    expect((await refreshedClients(OWNER, clusterId)).clients).toHaveLength(20);
    simulator().state.changeCluster(clusterId, { clients: [] });
    expect((await refreshedClients(OWNER, clusterId)).total).toBe(0);
    restore();
    // An INSERT has 25 rows; a page that is read and an UPDATE have 200.
    expect(statements).toBeLessThan(200 + count / 10);
    expect(await db().client.count({ where: { clusterId, goneAt: null } })).toBe(0);
  }, 60_000);
});
