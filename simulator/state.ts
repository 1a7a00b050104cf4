import { randomBytes, randomUUID } from "node:crypto";
import { z } from "zod";
import { randomClientId, randomClientSecret } from "./identifiers";
import { readStateFile, writeStateFile } from "./state-file";

/** An API client of a cluster. */
const clientSchema = z.strictObject({
  uuid: z.uuid().default(() => randomUUID()),
  clientId: z.string().default(() => randomClientId()),
  clientSecret: z.string().default(() => randomClientSecret()),
  name: z.string(),
  /** Open strings: old clients carry scopes that no list names. null: the server sends null for an array. */
  permissions: z.array(z.string()).nullable().default(["Zeebe"]),
  /** So many token requests still fail with 401: a fresh client is not known everywhere at once. */
  inactiveTokenRequests: z.number().int().min(0).default(0),
  /** So many reads of its details still answer 412. */
  notReadyReads: z.number().int().min(0).default(0),
});
export type SimulatedClient = z.infer<typeof clientSchema>;
export type ClientInput = z.input<typeof clientSchema>;

const COMPONENTS = ["zeebe", "operate", "tasklist", "optimize", "connectors"] as const;
export type Component = (typeof COMPONENTS)[number];

/** A cluster. Everything but its name has a default, so that `{name: "Orders"}` is a whole healthy one. */
export const clusterSchema = z.strictObject({
  uuid: z.uuid().default(() => randomUUID()),
  name: z.string(),
  created: z.iso.datetime().default(() => new Date().toISOString()),
  /** The short id, such as "bru-2". On the wire it stands only inside the links. */
  regionId: z.string().default("bru-2"),
  /** generation.name, in any of the forms seen: "8.6.5", "Camunda 8.8+gen3", "Zeebe 8.5.2". */
  generation: z.string().default("8.8.2"),
  plan: z.string().default("Enterprise - Basic"),
  channel: z.string().default("Stable"),
  /** status.ready, an open string. */
  status: z.string().default("Healthy"),
  /** Where a component's status is not the cluster's. */
  components: z.partialRecord(z.enum(COMPONENTS), z.string()).default({}),
  /** Creating more answers 403; null: no maximum. */
  maxClients: z.number().int().min(0).nullable().default(null),
  /** From 8.8: a client gets 403 until it was granted rights in the cluster. */
  enforcesAuthorizations: z.boolean().default(false),
  /** The ids of the clients that were granted rights. */
  granted: z.array(z.string()).default([]),
  /** For whom tokens for the cluster itself are asked; the answer to a create says it. */
  audience: z.string().default("zeebe.camunda.io"),
  /** How its links look. "bare-host": without scheme and port, as they have been seen. */
  links: z.enum(["loopback", "missing", "nulls", "bare-host"]).default("loopback"),
  /** Another organization's: not listed, and its clients answer 403. */
  foreign: z.boolean().default(false),
  /** Fields that the wire leaves out although they are "required". */
  omits: z.array(z.string()).default([]),
  /** Fields that no description declares, or nulls in place of arrays. */
  extras: z.record(z.string(), z.unknown()).default({}),
  clients: z.array(clientSchema).default([]),
});
export type SimulatedCluster = z.infer<typeof clusterSchema>;
export type ClusterInput = z.input<typeof clusterSchema>;

/** One line of GET /activity/json. */
const activitySchema = z.looseObject({ audit: z.string(), entityId: z.string() });

const stateSchema = z.strictObject({
  /** Signs the access tokens; kept, so that tokens outlive a restart. */
  signingKey: z.string(),
  clusters: z.array(clusterSchema),
  activity: z.array(activitySchema),
});
export type State = z.infer<typeof stateSchema>;

/** A new organization with these clusters. */
export function newState(clusters: readonly ClusterInput[], activity: State["activity"]): State {
  return stateSchema.parse({ signingKey: randomBytes(32).toString("hex"), clusters, activity });
}

/** What lasts: the clusters, their clients and the activity, in memory and, if there is a path, in one JSON file. */
export class Store {
  private state: State;

  constructor(
    private readonly path: string | undefined,
    private readonly fresh: () => State,
  ) {
    const kept = path === undefined ? undefined : readStateFile(path);
    this.state = kept === undefined ? fresh() : stateSchema.parse(kept);
    this.save();
  }

  get signingKey(): string {
    return this.state.signingKey;
  }
  get activity(): readonly State["activity"][number][] {
    return this.state.activity;
  }
  get clusters(): readonly SimulatedCluster[] {
    return this.state.clusters;
  }

  /** Finds a cluster by uuid or name. */
  cluster(uuidOrName: string): SimulatedCluster | undefined {
    return this.state.clusters.find(({ uuid, name }) => uuid === uuidOrName || name === uuidOrName);
  }

  /** Finds a client, and its cluster, by client id. */
  client(clientId: string): { cluster: SimulatedCluster; client: SimulatedClient } | undefined {
    for (const cluster of this.state.clusters) {
      const client = cluster.clients.find((candidate) => candidate.clientId === clientId);
      if (client !== undefined) return { cluster, client };
    }
    return undefined;
  }

  addCluster(input: ClusterInput): SimulatedCluster {
    const cluster = clusterSchema.parse(input);
    this.state.clusters.push(cluster);
    this.save();
    return cluster;
  }

  /** Adds clients as if they had been made elsewhere. Throws when there is no such cluster. */
  addClients(uuidOrName: string, inputs: readonly ClientInput[]): SimulatedClient[] {
    const cluster = this.requireCluster(uuidOrName);
    const clients = inputs.map((input) => clientSchema.parse(input));
    cluster.clients.push(...clients);
    this.save();
    return clients;
  }

  /** Takes a client away; false when there is none of this id. Its tokens live on until they expire, as with Camunda. */
  removeClient(clientId: string): boolean {
    const found = this.client(clientId);
    if (found === undefined) return false;
    found.cluster.clients = found.cluster.clients.filter((client) => client !== found.client);
    this.save();
    return true;
  }

  /** What an admin does in the cluster's Identity: gives the client rights. Throws when there is no such client. */
  grant(clientId: string): void {
    const found = this.client(clientId);
    if (found === undefined) throw new Error(`There is no client ${clientId}.`);
    found.cluster.granted.push(clientId);
    this.save();
  }

  /** Changes some fields of a cluster, such as its status. Throws when there is no such cluster. */
  changeCluster(uuidOrName: string, changes: Partial<ClusterInput>): SimulatedCluster {
    const cluster = this.requireCluster(uuidOrName);
    Object.assign(cluster, clusterSchema.parse({ ...cluster, ...changes }));
    this.save();
    return cluster;
  }

  /** Changes some fields of a client. Throws when there is no such client. */
  changeClient(clientId: string, changes: Partial<ClientInput>): SimulatedClient {
    const found = this.client(clientId);
    if (found === undefined) throw new Error(`There is no client ${clientId}.`);
    Object.assign(found.client, clientSchema.parse({ ...found.client, ...changes }));
    this.save();
    return found.client;
  }

  noteActivity(line: State["activity"][number]): void {
    this.state.activity.push(line);
    this.save();
  }

  /** Starts again from the seed. The signing key stays: tokens outlive this as they outlive a restart. */
  reset(): void {
    this.state = { ...this.fresh(), signingKey: this.signingKey };
    this.save();
  }

  private requireCluster(uuidOrName: string): SimulatedCluster {
    const cluster = this.cluster(uuidOrName);
    if (cluster === undefined) throw new Error(`There is no cluster ${uuidOrName}.`);
    return cluster;
  }

  private save(): void {
    if (this.path !== undefined) writeStateFile(this.path, this.state);
  }
}
