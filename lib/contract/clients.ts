import * as z from "zod/mini";
import { asOfSchema, endpointsSchema, staleSchema } from "@/lib/contract/clusters";
import { instantSchema } from "@/lib/contract/instant";
import { listPageShape, listQueryShape } from "@/lib/contract/lists";
import { operationSchema } from "@/lib/contract/operations";
import { SCOPES } from "@/lib/contract/scopes";
import { CLIENT_SORTS } from "@/lib/contract/sorts";
import { textSchema } from "@/lib/contract/text";

/** The name rule that is safe for creating; names that already exist may be anything. */
export const CLIENT_NAME_PATTERN = /^[A-Za-z0-9_-]{1,50}$/;
export const CLIENT_NAME_RULE = "Letters, digits, dashes and underscores; 1 to 50 characters.";

/** What may be requested; what Camunda reports is read as open strings. */
export const scopeSchema = z.enum(SCOPES);

/** Client ids are 32 characters in practice; "." and ".." would change an upstream path, so they are refused. */
export const clientIdSchema = z.string().check(
  z.regex(/^[A-Za-z0-9._~-]{1,128}$/),
  z.refine((id) => id !== "." && id !== ".."),
);

/** POST /api/clusters/{clusterId}/clients. `key` is the idempotency key: one per opened dialog. */
export const createClientInputSchema = z.strictObject({
  key: z.uuid(),
  name: z.string().check(z.regex(CLIENT_NAME_PATTERN, CLIENT_NAME_RULE)),
  scopes: z
    .array(scopeSchema)
    .check(z.minLength(1, "Choose at least one scope: with none, Camunda would grant all of them."), z.maxLength(5)),
  purpose: z.optional(textSchema(500)),
});
export type CreateClientInput = z.infer<typeof createClientInputSchema>;

/** Everything a client's connection files need, except its secret. */
export const connectionSchema = z.object({
  clusterId: z.uuid(),
  clusterName: z.string(),
  clusterVersion: z.nullable(z.string()),
  clusterStatus: z.string(),
  regionId: z.nullable(z.string()),
  clientId: z.string(),
  clientName: z.string(),
  /** Open strings: old clients carry scopes that no list names. */
  scopes: z.array(z.string()),
  /** The create response's audience; null where it is not known any more. */
  audience: z.nullable(z.string()),
  /** The token endpoint, a full URL. */
  oauthUrl: z.string(),
  /** What the create response reported, merged over what the cluster reports. */
  endpoints: endpointsSchema,
});
export type Connection = z.infer<typeof connectionSchema>;

/** 201 of the create POST: the one response that ever holds a secret. */
const createdSchema = z.object({
  outcome: z.literal("created"),
  operation: operationSchema,
  connection: connectionSchema,
  clientSecret: z.string(),
});
export type CreatedClient = z.infer<typeof createdSchema>;

/** 202 when there was no clear response, 200 when the key was used before: the state, never the secret. */
const pendingSchema = z.object({ outcome: z.literal("pending"), operation: operationSchema });

export const createClientResultSchema = z.discriminatedUnion("outcome", [createdSchema, pendingSchema]);
export type CreateClientResult = z.infer<typeof createClientResultSchema>;

/** One client of a cluster: what Camunda last reported, joined with what we know. */
export const clientSchema = z.object({
  clientId: z.string(),
  name: z.string(),
  scopes: z.array(z.string()),
  /** managed: created here · unmanaged: created outside Latchkey · orphaned: ours, but nobody has its secret. */
  origin: z.enum(["managed", "unmanaged", "orphaned"]),
  purpose: z.nullable(z.string()),
  createdBy: z.nullable(z.string()),
  createdAt: z.nullable(instantSchema),
  /** False when no browser confirmed that the secret was on a screen. */
  secretSeen: z.boolean(),
});
export type Client = z.infer<typeof clientSchema>;

/** The query of GET /api/clusters/{clusterId}/clients. `name` finds the one client with exactly this name. */
export const clientListQuerySchema = z.strictObject({
  ...listQueryShape,
  sort: z.optional(z.enum(CLIENT_SORTS)),
  after: z.optional(clientIdSchema),
  name: z.optional(textSchema(50)),
});
export type ClientListQuery = z.infer<typeof clientListQuerySchema>;

/** GET /api/clusters/{clusterId}/clients: one page. `operations` are the ones that need somebody's attention. */
export const clientListSchema = z.object({
  clients: z.array(clientSchema),
  operations: z.array(operationSchema),
  ...listPageShape,
  asOf: asOfSchema,
  stale: staleSchema,
});
export type ClientList = z.infer<typeof clientListSchema>;

/** GET /api/clusters/{clusterId}/clients/{clientId}: everything but the secret. */
export const connectionResultSchema = z.object({ connection: connectionSchema });

/** POST /api/clusters/{clusterId}/clients/{clientId}/secret-events: what the browser did with the secret. */
export const secretEventInputSchema = z.strictObject({
  event: z.enum(["shown", "revealed", "copied", "downloaded"]),
  /** The operation that created the client: it settles an outcome that our database could not store. */
  operationId: z.uuid(),
  /** Which format's text was copied or downloaded. */
  format: z.optional(z.string().check(z.regex(/^[a-z0-9-]{1,40}$/))),
});
export type SecretEventInput = z.infer<typeof secretEventInputSchema>;
