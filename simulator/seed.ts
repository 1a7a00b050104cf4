import { activityShape } from "./console-shapes";
import { charactersFor, uuidFor } from "./identifiers";
import type { ClientInput, ClusterInput, State } from "./state";

/** A cluster of the seed, with clients that Latchkey did not create. All ids are the same in every run. */
function cluster(input: ClusterInput & { name: string }, clients: readonly ClientInput[] = []): ClusterInput {
  const seeded = clients.map((client) => {
    const key = `${input.name}/${client.name}`;
    return {
      uuid: uuidFor(`client ${key}`),
      clientId: charactersFor(`id ${key}`, 32),
      clientSecret: charactersFor(`secret ${key}`, 64),
      ...client,
    };
  });
  return { uuid: uuidFor(`cluster ${input.name}`), ...input, clients: seeded };
}

/** The clusters of a logistics company, with every quirk that the real API has. */
export function seedClusters(): ClusterInput[] {
  return [
    // Healthy, 8.8, without clients: the first one is created here.
    cluster({ name: "Orders production", created: "2025-11-03T09:12:44.105Z", generation: "8.8.2" }),
    cluster({ name: "Orders staging", created: "2025-10-20T14:02:10.000Z", generation: "Camunda 8.8+gen3" }, [
      { name: "order-worker-staging", permissions: ["Zeebe"] },
      { name: "order-tests", permissions: ["Zeebe", "Operate", "Tasklist"] },
    ]),
    cluster(
      {
        name: "Orders sandbox",
        created: "2026-02-11T07:45:31.220Z",
        plan: "Trial cluster",
        channel: "Alpha",
        generation: "8.9.0-alpha3",
        maxClients: 3,
        extras: { labels: ["dev"] },
      },
      [
        { name: "tryout-1", permissions: ["Zeebe"] },
        { name: "tryout-2", permissions: ["Zeebe", "Operate", "Tasklist", "Optimize", "Secrets"] },
        { name: "tryout-3", permissions: ["Zeebe"] },
      ],
    ),
    cluster(
      {
        name: "Claims production",
        created: "2024-05-14T11:30:00.000Z",
        generation: "8.6.5",
        extras: { labels: null, ipallowlist: null },
      },
      [
        { name: "claims-intake-worker", permissions: ["Zeebe"] },
        { name: "legacy worker (do not delete)", permissions: ["Zeebe", "Operate", "Tasklist"] },
        { name: "claims-reporting", permissions: ["Optimize"] },
      ],
    ),
    cluster(
      {
        name: "Claims staging",
        created: "2024-06-02T08:15:27.000Z",
        generation: "8.6.5",
        omits: ["encryption", "autoUpdate"],
      },
      [{ name: "claims-staging", permissions: ["Zeebe", "Operate"] }],
    ),
    cluster(
      {
        name: "Shipment tracking",
        created: "2024-02-19T16:40:05.900Z",
        regionId: "dsm-1",
        generation: "Zeebe 8.5.2",
        plan: "Professional",
        extras: { labels: ["prod", "eu-customers"] },
      },
      [
        { name: "tracking-events", permissions: ["Zeebe"] },
        { name: "tracking-dashboard", permissions: ["Operate"] },
      ],
    ),
    cluster(
      { name: "Warehouse Singapore", created: "2024-11-25T03:05:59.000Z", regionId: "sin-1", generation: "8.7.1" },
      [
        { name: "picking-worker", permissions: ["Zeebe"] },
        { name: "handheld_tasks", permissions: ["Zeebe", "Tasklist"] },
      ],
    ),
    cluster(
      {
        name: "Warehouse Sydney",
        created: "2024-12-01T22:18:00.000Z",
        regionId: "syd-1",
        generation: "8.7.1",
        status: "Unhealthy",
        components: { zeebe: "Healthy", optimize: "Healthy" },
      },
      [{ name: "picking-worker", permissions: ["Zeebe"] }],
    ),
    cluster(
      {
        name: "Returns production",
        created: "2026-01-15T10:00:12.345Z",
        regionId: "lhr-1",
        generation: "8.9.1",
        enforcesAuthorizations: true,
      },
      [
        // Created by a newer Console, with a scope that this API does not accept.
        { name: "returns-orchestration", permissions: ["Orchestration"] },
        { name: "returns-connectors", permissions: ["Zeebe", "Secrets"] },
      ],
    ),
    cluster(
      {
        name: "Returns staging",
        created: "2026-01-09T10:00:12.345Z",
        regionId: "lhr-1",
        generation: "8.9.1",
        extras: { stageLabel: "stage", labels: ["stage"] },
      },
      [{ name: "returns-tests", permissions: ["Zeebe", "Operate", "Tasklist"] }],
    ),
    cluster(
      {
        name: "Customs clearance",
        created: "2025-03-30T01:59:59.999Z",
        regionId: "lhr-1",
        generation: "8.8.0",
        enforcesAuthorizations: true,
        status: "Updating",
        extras: { description: "Import & export papers <EU, UK>" },
      },
      [
        { name: "customs-papers", permissions: ["Zeebe"] },
        { name: "customs-import-2019", permissions: null },
      ],
    ),
    cluster(
      {
        name: "Fleet maintenance",
        created: "2023-09-07T12:00:00.000Z",
        regionId: "dsm-1",
        generation: "8.5.14",
        plan: "Starter",
        status: "Suspended",
      },
      [{ name: "fleet-worker", permissions: ["Zeebe", "Operate", "Tasklist", "Optimize"] }],
    ),
    cluster({
      name: "Invoicing pilot",
      created: "2026-03-02T08:30:00.000Z",
      generation: "8.9.1",
      status: "Creating",
      links: "missing",
    }),
    cluster({
      name: "Driver onboarding",
      created: "2026-03-02T08:31:00.000Z",
      regionId: "sin-1",
      generation: "8.8.2",
      status: "Creating",
      links: "nulls",
      omits: ["planType"],
    }),
    cluster(
      {
        name: "Load planning",
        created: "2025-01-22T17:25:43.511Z",
        regionId: "dsm-1",
        generation: "8.7.4",
        plan: "Professional",
      },
      [
        { name: "planner", permissions: ["Zeebe", "Operate", "Tasklist"] },
        { name: "planner-reports", permissions: ["Optimize"] },
        { name: "ci-deploy", permissions: ["Zeebe"] },
      ],
    ),
  ];
}

/** Earlier activity: clients created by people in Console. One entry has no time. */
export function seedActivity(): State["activity"] {
  const clusterUuid = uuidFor("cluster Load planning");
  const entry = (name: string, at: string) =>
    activityShape(
      "created",
      { name, clientId: charactersFor(`id Load planning/${name}`, 32) },
      clusterUuid,
      "auth0|5f2b6c0e9d1a",
      Date.parse(at),
    );
  const { timestamp: _, ...timeless } = entry("planner", "2025-01-22T18:00:00.000Z");
  return [
    timeless,
    entry("planner-reports", "2025-02-03T09:20:00.000Z"),
    entry("ci-deploy", "2025-06-11T13:05:00.000Z"),
  ];
}
