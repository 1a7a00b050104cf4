import "server-only";
import { z } from "zod";
import type { Cluster, Endpoints } from "@/lib/contract/clusters";
import { regionIdOf } from "@/lib/credentials/hosts";

/** The server leaves out "required" fields, sends null for them, and adds undeclared ones: everything is optional. */
const text = z
  .string()
  // PostgreSQL can't hold it, and nobody can see it.
  .transform((value) => value.replaceAll("\0", ""))
  .nullish()
  .catch(null);
const named = z.object({ name: text }).nullish().catch(null);

const linksSchema = z
  .object({ zeebe: text, operate: text, tasklist: text, optimize: text, identity: text, console: text })
  .nullish()
  .catch(null);

const clusterSchema = z.object({
  uuid: z.uuid(),
  name: text,
  created: text,
  planType: named,
  region: named,
  generation: named,
  channel: named,
  status: z.object({ ready: text }).nullish().catch(null),
  links: linksSchema,
});

const clientSchema = z.object({
  name: text,
  clientId: z.string().min(1),
  permissions: z.array(z.string()).nullish().catch(null),
});

const createdSchema = clientSchema.extend({
  clientSecret: z.string().min(1),
  audience: text,
  links: linksSchema,
});

const detailSchema = z.object({ name: text, ZEEBE_ADDRESS: text });

function endpointsOf(links: z.infer<typeof linksSchema>): Endpoints {
  return {
    zeebe: links?.zeebe ?? null,
    operate: links?.operate ?? null,
    tasklist: links?.tasklist ?? null,
    optimize: links?.optimize ?? null,
    identity: links?.identity ?? null,
    console: links?.console ?? null,
  };
}

/** A date that can be read, as the contract's instant; else null. */
function instantOf(value: string | null | undefined): string | null {
  const ms = value ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}

function clusterOf(raw: z.infer<typeof clusterSchema>): Cluster {
  const endpoints = endpointsOf(raw.links);
  return {
    id: raw.uuid.toLowerCase(),
    name: raw.name?.trim() || raw.uuid,
    status: raw.status?.ready ?? "Unknown",
    version: raw.generation?.name ?? null,
    region: raw.region?.name ?? null,
    regionId: regionIdOf(endpoints),
    plan: raw.planType?.name ?? null,
    channel: raw.channel?.name ?? null,
    createdAt: instantOf(raw.created),
    endpoints,
  };
}

/** A client as the Console API lists it: no dates, no creator, no last use. */
export type ConsoleClient = { clientId: string; name: string; scopes: string[] };

function clientOf(raw: z.infer<typeof clientSchema>): ConsoleClient {
  return { clientId: raw.clientId, name: raw.name ?? raw.clientId, scopes: raw.permissions ?? [] };
}

/**
 * Keeps what can be read of a list; one odd entry never costs the page. Null for a list means an empty one. Only of a
 * list that `isWhole` may one conclude that what it does not name is gone.
 */
function readList<T>(value: unknown, schema: z.ZodType<T>): { entries: T[]; isWhole: boolean } | null {
  if (value === null) return { entries: [], isWhole: false };
  if (!Array.isArray(value)) return null;
  const entries = value.flatMap((entry) => {
    const parsed = schema.safeParse(entry);
    return parsed.success ? [parsed.data] : [];
  });
  return { entries, isWhole: entries.length === value.length };
}

/** Each reader gives contract shapes, or null when the body is no such thing at all. */
export function readClusters(body: unknown) {
  const list = readList(body, clusterSchema);
  return list && { clusters: list.entries.map(clusterOf), isWhole: list.isWhole };
}

export function readCluster(body: unknown): Cluster | null {
  const parsed = clusterSchema.safeParse(body);
  return parsed.success ? clusterOf(parsed.data) : null;
}

export function readClients(body: unknown) {
  const list = readList(body, clientSchema);
  return list && { clients: list.entries.map(clientOf), isWhole: list.isWhole };
}

export function readCreated(body: unknown) {
  const parsed = createdSchema.safeParse(body);
  if (!parsed.success) return null;
  const { clientSecret, audience, links } = parsed.data;
  return { ...clientOf(parsed.data), clientSecret, audience: audience ?? null, endpoints: endpointsOf(links) };
}

/** What a later look at one client still tells: its name and its gRPC address, nothing secret. */
export function readDetail(body: unknown) {
  const parsed = detailSchema.safeParse(body);
  return parsed.success ? { name: parsed.data.name ?? null, zeebeAddress: parsed.data.ZEEBE_ADDRESS ?? null } : null;
}
