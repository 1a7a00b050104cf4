import { afterEach, describe, expect, it, vi } from "vitest";
import { clusterSchema } from "@/lib/contract/clusters";
import { readClients, readCluster, readClusters, readCreated, readDetail } from "@/lib/server/camunda/shapes";
import { retryAfterSeconds } from "@/lib/server/platform/outbound";

const uuid = "0A1B2C3D-0000-4000-8000-000000000001";
const invalid = [undefined, null, 0, "", "text", true, {}];

describe("a cluster", () => {
  it("is read with all its fields", () => {
    const cluster = readCluster({
      uuid,
      name: " Orders ",
      created: "2025-11-03T09:12:44.105Z",
      planType: { name: "Enterprise", uuid },
      region: { name: "Belgium, Europe (europe-west1)" },
      generation: { name: "Camunda 8.8+gen3" },
      channel: { name: "Stable" },
      status: { ready: "Healthy" },
      labels: ["prod", "orders, returns"],
      links: { zeebe: `${uuid}.bru-2.zeebe.camunda.io`, operate: null },
      undeclared: { of: ["any", "kind"] },
    });
    expect(clusterSchema.parse(cluster)).toEqual({
      id: uuid.toLowerCase(),
      name: "Orders",
      status: "Healthy",
      version: "Camunda 8.8+gen3",
      region: "Belgium, Europe (europe-west1)",
      regionId: "bru-2",
      plan: "Enterprise",
      channel: "Stable",
      createdAt: "2025-11-03T09:12:44.105Z",
      labels: ["prod", "orders returns"],
      endpoints: {
        zeebe: `${uuid}.bru-2.zeebe.camunda.io`,
        operate: null,
        tasklist: null,
        optimize: null,
        identity: null,
        console: null,
      },
    });
  });

  it.each(invalid.map((value) => [value]))("is read when every field except its ID is %j", (value) => {
    const fields = ["name", "created", "planType", "region", "generation", "channel", "status", "labels", "links"];
    const cluster = readCluster({ uuid, ...Object.fromEntries(fields.map((field) => [field, value])) });
    expect(clusterSchema.parse(cluster)).toMatchObject({ id: uuid.toLowerCase(), regionId: null });
  });

  it("keeps an unknown status, and a name with markup as text", () => {
    expect(readCluster({ uuid, name: "<b>A</b>", status: { ready: "Hibernating" } })).toMatchObject({
      name: "<b>A</b>",
      status: "Hibernating",
    });
  });

  it("is left out when unreadable, and the others of the list are kept", async () => {
    const invalid = await readClusters([{ uuid: "no uuid" }, null, { uuid, name: "A" }, "x"]);
    expect(invalid).toMatchObject({ clusters: [{ name: "A" }], isComplete: false });
    expect(await readClusters([{ uuid, name: "A" }])).toMatchObject({ clusters: [{ name: "A" }], isComplete: true });
    expect(await readClusters(null)).toEqual({ clusters: [], isComplete: false });
    for (const value of [undefined, {}, "[]", 7]) expect(await readClusters(value)).toBeNull();
  });
});

describe("text from Camunda", () => {
  const cluster = (name: string) => readCluster({ uuid, name })?.name;

  it("loses invisible characters, and is cut to a maximum length", () => {
    expect(cluster("Or\0de\u202ers\n\u0007")).toBe("Orders");
    expect(cluster("x".repeat(10_000))).toBe(`${"x".repeat(199)}…`);
  });

  it("is cut to twenty scopes per client, without commas in them", async () => {
    const permissions = ["a,b", ...Array.from({ length: 100 }, (_, at) => `scope-${at}`)];
    const list = await readClients([{ clientId: "a", name: "A", permissions }]);
    expect(list?.clients[0]?.scopes).toHaveLength(20);
    expect(list?.clients[0]?.scopes[0]).toBe("ab");
  });
});

describe("a client", () => {
  it("is read with null or invalid permissions, and gets its ID as its name when it has none", async () => {
    const body = [
      { clientId: "a", name: "A", permissions: ["Zeebe", "Orchestration"] },
      { clientId: "b", permissions: null },
      { clientId: "c", name: null, permissions: "Zeebe" },
      { clientId: "" },
      { name: "no id" },
    ];
    expect(await readClients(body)).toEqual({
      clients: [
        { clientId: "a", name: "A", scopes: ["Zeebe", "Orchestration"] },
        { clientId: "b", name: "b", scopes: [] },
        { clientId: "c", name: "c", scopes: [] },
      ],
      isComplete: false,
    });
  });

  it("was created only if the response contains an ID and a secret", () => {
    const response = { clientId: "a", clientSecret: "s", name: "A", permissions: ["Zeebe"] };
    expect(readCreated(response)).toMatchObject({ clientId: "a", clientSecret: "s", audience: null });
    for (const field of ["clientId", "clientSecret"])
      for (const value of [undefined, null, "", 5]) expect(readCreated({ ...response, [field]: value })).toBeNull();
    expect(readCreated("<html>")).toBeNull();
  });

  it("can have no details", () => {
    expect(readDetail({})).toEqual({ name: null, zeebeAddress: null });
    expect(readDetail("text")).toBeNull();
  });
});

describe("Retry-After", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each([
    ["0", 0],
    ["7", 7],
    ["Wed, 21 Oct 2026 07:28:10 GMT", 10],
    ["Wed, 21 Oct 2026 07:27:00 GMT", 0],
    ["soon", null],
    ["", null],
    [undefined, null],
    [["1", "2"], null],
  ])("%j means %j seconds", (value, seconds) => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-10-21T07:28:00Z") });
    expect(retryAfterSeconds({ "retry-after": value })).toBe(seconds);
  });
});
