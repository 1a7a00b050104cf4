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
  /** How many more token requests fail with 401: a new client is not active everywhere immediately. */
  inactiveTokenRequests: z.number().int().min(0).default(0),
  /** How many more reads of its details get a 412. */
  notReadyReads: z.number().int().min(0).default(0),
});
export type SimulatedClient = z.infer<typeof clientSchema>;
export type ClientInput = z.input<typeof clientSchema>;

const COMPONENTS = ["zeebe", "operate", "tasklist", "optimize", "connectors"] as const;
export type Component = (typeof COMPONENTS)[number];

/** A cluster. Everything except the name has a default: `{name: "Orders"}` is a complete, healthy cluster. */
export const clusterSchema = z.strictObject({
  uuid: z.uuid().default(() => randomUUID()),
  name: z.string(),
  created: z.iso.datetime().default(() => new Date().toISOString()),
  /** The short id, such as "bru-2". The API sends it only inside the links. */
  regionId: z.string().default("bru-2"),
  /** generation.name, in any of the forms seen: "8.6.5", "Camunda 8.8+gen3", "Zeebe 8.5.2". */
  generation: z.string().default("8.8.2"),
  plan: z.string().default("Enterprise - Basic"),
  channel: z.string().default("Stable"),
  /** status.ready, an open string. */
  status: z.string().default("Healthy"),
  /** The status of each component that differs from the cluster's. */
  components: z.partialRecord(z.enum(COMPONENTS), z.string()).default({}),
  /** Creating more clients gets a 403. null: no maximum. */
  maxClients: z.number().int().min(0).nullable().default(null),
  /** From 8.8 on: a client gets 403 until it is granted rights in the cluster. */
  enforcesAuthorizations: z.boolean().default(false),
  /** The ids of the clients that have been granted rights. */
  granted: z.array(z.string()).default([]),
  /** The audience of tokens for the cluster itself, as in the create response. */
  audience: z.string().default("zeebe.camunda.io"),
  /** The form of its links. "bare-host": without scheme and port, as real ones have been seen. */
  links: z.enum(["loopback", "missing", "nulls", "bare-host"]).default("loopback"),
  /** Belongs to another organization: it is not listed, and requests for its clients get a 403. */
  foreign: z.boolean().default(false),
  /** Fields that the API leaves out although they are "required". */
  omits: z.array(z.string()).default([]),
  /** Fields that the API description does not declare, or null instead of an array. */
  extras: z.record(z.string(), z.unknown()).default({}),
  clients: z.array(clientSchema).default([]),
});
export type SimulatedCluster = z.infer<typeof clusterSchema>;
export type ClusterInput = z.input<typeof clusterSchema>;

/** One entry of GET /activity/json. */
const activitySchema = z.looseObject({ audit: z.string(), entityId: z.string() });

const stateSchema = z.strictObject({
  /** Signs the access tokens; stored, so that tokens stay valid across a restart. */
  signingKey: z.string(),
  clusters: z.array(clusterSchema),
  activity: z.array(activitySchema),
});
export type State = z.infer<typeof stateSchema>;

/** A new organization with these clusters. */
export function newState(clusters: readonly ClusterInput[], activity: State["activity"]): State {
  return stateSchema.parse({ signingKey: randomBytes(32).toString("hex"), clusters, activity });
}

/** A client with its cluster. */
interface ClientEntry {
  cluster: SimulatedCluster;
  client: SimulatedClient;
}

/** The clusters, their clients and the activity: in memory and, if there is a path, in one JSON file. */
export class Store {
  private state: State;
  /** By client id: there may be a hundred thousand clients. */
  private readonly clientEntries = new Map<string, ClientEntry>();

  constructor(
    private readonly path: string | undefined,
    private readonly fresh: () => State,
  ) {
    const stored = path === undefined ? undefined : readStateFile(path);
    this.state = stored === undefined ? fresh() : stateSchema.parse(stored);
    this.indexAll();
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
  client(clientId: string): ClientEntry | undefined {
    return this.clientEntries.get(clientId);
  }

  addCluster(input: ClusterInput): SimulatedCluster {
    const cluster = clusterSchema.parse(input);
    this.state.clusters.push(cluster);
    this.index(cluster, cluster.clients);
    this.save();
    return cluster;
  }

  /** Removes a cluster with its clients. Throws if there is no such cluster. */
  removeCluster(uuidOrName: string): void {
    const cluster = this.requireCluster(uuidOrName);
    for (const { clientId } of cluster.clients) this.clientEntries.delete(clientId);
    this.state.clusters = this.state.clusters.filter((other) => other !== cluster);
    this.save();
  }

  /** Adds clients that Latchkey did not create. Throws if there is no such cluster. */
  addClients(uuidOrName: string, inputs: readonly ClientInput[]): SimulatedClient[] {
    const cluster = this.requireCluster(uuidOrName);
    const clients = inputs.map((input) => clientSchema.parse(input));
    for (const client of clients) cluster.clients.push(client);
    this.index(cluster, clients);
    this.save();
    return clients;
  }

  /** Removes a client; false if no client has this id. As with Camunda, its tokens stay valid until they expire. */
  removeClient(clientId: string): boolean {
    const found = this.client(clientId);
    if (found === undefined) return false;
    found.cluster.clients = found.cluster.clients.filter((client) => client !== found.client);
    this.clientEntries.delete(clientId);
    this.save();
    return true;
  }

  /** Grants the client rights, as an admin does in the cluster's Identity. Throws if there is no such client. */
  grant(clientId: string): void {
    this.requireClient(clientId).cluster.granted.push(clientId);
    this.save();
  }

  /** Changes some fields of a cluster, such as its status. Throws if there is no such cluster. */
  changeCluster(uuidOrName: string, changes: Partial<ClusterInput>): SimulatedCluster {
    const cluster = this.requireCluster(uuidOrName);
    for (const { clientId } of cluster.clients) this.clientEntries.delete(clientId);
    Object.assign(cluster, clusterSchema.parse({ ...cluster, ...changes }));
    this.index(cluster, cluster.clients);
    this.save();
    return cluster;
  }

  /** Changes some fields of a client. Throws if there is no such client. */
  changeClient(clientId: string, changes: Partial<ClientInput>): SimulatedClient {
    const { cluster, client } = this.requireClient(clientId);
    Object.assign(client, clientSchema.parse({ ...client, ...changes }));
    this.clientEntries.delete(clientId);
    this.index(cluster, [client]);
    this.save();
    return client;
  }

  addActivity(entry: State["activity"][number]): void {
    this.state.activity.push(entry);
    this.save();
  }

  /** Starts again from the seed. The signing key stays, so tokens stay valid as they do across a restart. */
  reset(): void {
    this.state = { ...this.fresh(), signingKey: this.signingKey };
    this.indexAll();
    this.save();
  }

  private requireCluster(uuidOrName: string): SimulatedCluster {
    const cluster = this.cluster(uuidOrName);
    if (cluster === undefined) throw new Error(`There is no cluster ${uuidOrName}.`);
    return cluster;
  }

  private requireClient(clientId: string): ClientEntry {
    const found = this.client(clientId);
    if (found === undefined) throw new Error(`There is no client ${clientId}.`);
    return found;
  }

  private indexAll(): void {
    this.clientEntries.clear();
    for (const cluster of this.state.clusters) this.index(cluster, cluster.clients);
  }

  private index(cluster: SimulatedCluster, clients: readonly SimulatedClient[]): void {
    for (const client of clients) this.clientEntries.set(client.clientId, { cluster, client });
  }

  private save(): void {
    if (this.path !== undefined) writeStateFile(this.path, this.state);
  }
}
