import * as z from "zod/mini";
import { asOfSchema, endpointsSchema, staleSchema } from "@/lib/contract/clusters";
import { instantSchema } from "@/lib/contract/instant";
import { SCOPES } from "@/lib/contract/scopes";
import { textSchema } from "@/lib/contract/text";

/** The name rule that is safe for creating; names that already exist may be anything. */
export const CLIENT_NAME_PATTERN = /^[A-Za-z0-9_-]{1,50}$/;
export const CLIENT_NAME_RULE = "Letters, digits, dashes and underscores; 1 to 50 characters.";

/** What may be asked for; what Camunda reports is read as open strings. */
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

/** All that is needed to write a client's connection files, but for its secret. */
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
  /** The create answer's audience; null where it is not known any more. */
  audience: z.nullable(z.string()),
  /** The token endpoint, a full URL. */
  oauthUrl: z.string(),
  /** What the create answer said, merged over what the cluster says. */
  endpoints: endpointsSchema,
});
export type Connection = z.infer<typeof connectionSchema>;

/**
 * The life of one wish to create a client.
 * requested: written before the upstream POST · created: Camunda said yes · rejected: Camunda said a clear no ·
 * unknown: no clear answer, we are looking · orphaned: it exists, but nobody got its secret ·
 * absent: it was never created · discarded: the orphan was deleted.
 */
export const INTENT_STATES = [
  "requested",
  "created",
  "rejected",
  "unknown",
  "orphaned",
  "absent",
  "discarded",
] as const;
export const intentSchema = z.object({
  id: z.uuid(),
  clusterId: z.uuid(),
  name: z.string(),
  scopes: z.array(z.string()),
  purpose: z.nullable(z.string()),
  state: z.enum(INTENT_STATES),
  clientId: z.nullable(z.string()),
  /** absent because somebody else's client has the name. */
  isNameTaken: z.boolean(),
  requestedBy: z.string(),
  requestedAt: instantSchema,
  /** When the browser confirmed that the secret was on the screen. */
  acknowledgedAt: z.nullable(instantSchema),
  /** While unknown: when we look again. */
  nextLookAt: z.nullable(instantSchema),
});
export type Intent = z.infer<typeof intentSchema>;

/** 201 of the create POST: the one answer that ever holds a secret. */
const createdSchema = z.object({
  outcome: z.literal("created"),
  intent: intentSchema,
  connection: connectionSchema,
  clientSecret: z.string(),
});
export type CreatedClient = z.infer<typeof createdSchema>;

/** 202 when there was no clear answer, 200 when the key was used before: the state, never the secret. */
const settlingSchema = z.object({ outcome: z.literal("intent"), intent: intentSchema });

export const createClientResultSchema = z.discriminatedUnion("outcome", [createdSchema, settlingSchema]);
export type CreateClientResult = z.infer<typeof createClientResultSchema>;

/** One client of a cluster: what Camunda says now, joined with what we remember. */
export const clientSchema = z.object({
  clientId: z.string(),
  name: z.string(),
  scopes: z.array(z.string()),
  /** managed: made here · unmanaged: made outside Latchkey · orphaned: ours, but nobody got its secret. */
  origin: z.enum(["managed", "unmanaged", "orphaned"]),
  purpose: z.nullable(z.string()),
  createdBy: z.nullable(z.string()),
  createdAt: z.nullable(instantSchema),
  /** False when the create's answer never reached a screen: the secret may not have been seen. */
  secretSeen: z.boolean(),
});
export type Client = z.infer<typeof clientSchema>;

/** GET /api/clusters/{clusterId}/clients. `intents` are the ones that need somebody's attention. */
export const clientListSchema = z.object({
  clients: z.array(clientSchema),
  intents: z.array(intentSchema),
  asOf: asOfSchema,
  stale: staleSchema,
});
export type ClientList = z.infer<typeof clientListSchema>;

/** GET /api/clusters/{clusterId}/clients/{clientId}: everything but the secret. */
export const connectionResultSchema = z.object({ connection: connectionSchema });

/** GET /api/clusters/{clusterId}/intents/{intentId} */
export const intentResultSchema = z.object({ intent: intentSchema });

/** POST /api/clusters/{clusterId}/clients/{clientId}/secret-events: what the browser did with the secret. */
export const secretEventInputSchema = z.strictObject({
  event: z.enum(["shown", "revealed", "copied", "downloaded"]),
  /** Which format's text was copied or downloaded. */
  format: z.optional(z.string().check(z.regex(/^[a-z0-9-]{1,40}$/))),
});
export type SecretEventInput = z.infer<typeof secretEventInputSchema>;
