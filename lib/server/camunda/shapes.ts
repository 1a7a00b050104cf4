import "server-only";
import { z } from "zod";
import type { Cluster, Endpoints } from "@/lib/contract/clusters";
import { regionIdOf } from "@/lib/credentials/hosts";
import { inSlices } from "@/lib/server/platform/slices";
import { cleanText } from "@/lib/server/platform/text";

/** The maximum length of texts from Camunda, in characters. Its own names have at most 50. */
const LONGEST_TEXT = 200;
const LONGEST_LINK = 2_000;
/** The maximum number of scopes of a client. Camunda has five. */
const MOST_SCOPES = 20;
const MOST_LABELS = 20;

/** All fields are optional: Camunda omits "required" ones, sends null for them, and adds undocumented ones. */
const textOf = (longest: number) =>
  z
    .string()
    .transform((value) => cleanText(value, longest))
    .nullish()
    .catch(null);
const text = textOf(LONGEST_TEXT);
const link = textOf(LONGEST_LINK);
const named = z.object({ name: text }).nullish().catch(null);

const linksSchema = z
  .object({ zeebe: link, operate: link, tasklist: link, optimize: link, identity: link, console: link })
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
  labels: z.array(z.string()).nullish().catch(null),
  links: linksSchema,
});

const clientSchema = z.object({
  name: text,
  clientId: z.string().min(1).max(LONGEST_TEXT),
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

/** Short words of a list. They are stored separated by commas; Camunda's own have none. */
function wordsOf(words: readonly string[] | null | undefined, most: number): string[] {
  return (words ?? []).slice(0, most).map((word) => cleanText(word, LONGEST_TEXT).replaceAll(",", ""));
}

/** A valid date as an instant of the contract, or null. */
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
    labels: wordsOf(raw.labels, MOST_LABELS),
    endpoints,
  };
}

/** A client in a list of the Console API: without dates, creator or last use. */
export type ListedClient = { clientId: string; name: string; scopes: string[] };

function clientOf(raw: z.infer<typeof clientSchema>): ListedClient {
  return {
    clientId: raw.clientId,
    name: raw.name ?? raw.clientId,
    scopes: wordsOf(raw.permissions, MOST_SCOPES),
  };
}

/** The readable entries of a list. Only a complete list shows that everything else is gone. */
type ReadList<T> = { entries: T[]; isComplete: boolean };

/**
 * Reads all valid entries of a list, so that one invalid entry does not hide the others. Null instead of a list is an
 * incomplete empty list. Reads in slices, because a list of ten thousand would block the event loop.
 */
async function readList<T>(value: unknown, schema: z.ZodType<T>): Promise<ReadList<T> | null> {
  if (value === null) return { entries: [], isComplete: false };
  if (!Array.isArray(value)) return null;
  const entries: T[] = [];
  for await (const slice of inSlices(value, 100))
    for (const entry of slice) {
      const parsed = schema.safeParse(entry);
      if (parsed.success) entries.push(parsed.data);
    }
  return { entries, isComplete: entries.length === value.length };
}

/** Each reader returns shapes of the contract, or null when the body is something else. */
export async function readClusters(body: unknown) {
  const list = await readList(body, clusterSchema);
  return list && { clusters: list.entries.map(clusterOf), isComplete: list.isComplete };
}

export function readCluster(body: unknown): Cluster | null {
  const parsed = clusterSchema.safeParse(body);
  return parsed.success ? clusterOf(parsed.data) : null;
}

export async function readClients(body: unknown) {
  const list = await readList(body, clientSchema);
  return list && { clients: list.entries.map(clientOf), isComplete: list.isComplete };
}

export function readCreated(body: unknown) {
  const parsed = createdSchema.safeParse(body);
  if (!parsed.success) return null;
  const { clientSecret, audience, links } = parsed.data;
  return { ...clientOf(parsed.data), clientSecret, audience: audience ?? null, endpoints: endpointsOf(links) };
}

/** What a later read of one client reports: its name and gRPC address, and no secret. */
export function readDetail(body: unknown) {
  const parsed = detailSchema.safeParse(body);
  return parsed.success ? { name: parsed.data.name ?? null, zeebeAddress: parsed.data.ZEEBE_ADDRESS ?? null } : null;
}
