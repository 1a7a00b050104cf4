import * as z from "zod/mini";
import { asOfSchema, endpointsSchema, staleSchema } from "@/lib/contract/clusters";
import { endSchema } from "@/lib/contract/ends";
import { instantSchema } from "@/lib/contract/instant";
import { listPageShape, listQueryShape } from "@/lib/contract/lists";
import { operationSchema } from "@/lib/contract/operations";
import { clientRulesSchema, ownerInputSchema, PURPOSE_LENGTH, proposedOwnerSchema } from "@/lib/contract/owners";
import { rotationLinkSchema } from "@/lib/contract/rotation-links";
import { SCOPES } from "@/lib/contract/scopes";
import { CLIENT_SORTS } from "@/lib/contract/sorts";
import { textSchema } from "@/lib/contract/text";

/** The rule for names of new clients. Existing clients can have any name. */
export const CLIENT_NAME_PATTERN = /^[A-Za-z0-9_-]{1,50}$/;
export const CLIENT_NAME_RULE = "Letters, digits, dashes and underscores; 1 to 50 characters.";

/** The scopes that can be requested. Camunda can report others. */
export const scopeSchema = z.enum(SCOPES);

/** Client IDs have 32 characters in practice. "." and ".." are refused, because they would change an upstream path. */
export const clientIdSchema = z.string().check(
  z.regex(/^[A-Za-z0-9._~-]{1,128}$/),
  z.refine((id) => id !== "." && id !== ".."),
);

/** POST /api/clusters/{clusterId}/clients. `key` is the idempotency key, a new one for each opened dialog. */
export const createClientInputSchema = z.strictObject({
  key: z.uuid(),
  name: z.string().check(z.regex(CLIENT_NAME_PATTERN, CLIENT_NAME_RULE)),
  scopes: z.array(scopeSchema).check(
    z.minLength(1, "Choose at least one scope: with none, Camunda would grant all of them."),
    z.refine((scopes) => new Set(scopes).size === scopes.length, "Choose each scope once."),
  ),
  owner: z.optional(ownerInputSchema),
  purpose: z.optional(textSchema(PURPOSE_LENGTH)),
  end: z.optional(endSchema),
});
export type CreateClientInput = z.infer<typeof createClientInputSchema>;

/** Everything that a client's files contain except the secret. */
export const connectionSchema = z.object({
  clusterId: z.uuid(),
  clusterName: z.string(),
  clusterVersion: z.nullable(z.string()),
  clusterStatus: z.string(),
  regionId: z.nullable(z.string()),
  clientId: z.string(),
  clientName: z.string(),
  /** Any strings: old clients have undocumented scopes. */
  scopes: z.array(z.string()),
  /** The audience from the create response. Null when it is not stored. */
  audience: z.nullable(z.string()),
  /** The token endpoint, a full URL. */
  oauthUrl: z.string(),
  /** The endpoints of the create response and of the cluster. */
  endpoints: endpointsSchema,
});
export type Connection = z.infer<typeof connectionSchema>;

/** 201 of the create POST: the only response that contains a secret. */
export const createdSchema = z.object({
  outcome: z.literal("created"),
  operation: operationSchema,
  connection: connectionSchema,
  clientSecret: z.string(),
});
export type CreatedClient = z.infer<typeof createdSchema>;

/** 202 when Camunda's response was unclear, 200 when the key was used before: the state, never the secret. */
const pendingSchema = z.object({ outcome: z.literal("pending"), operation: operationSchema });

export const createClientResultSchema = z.discriminatedUnion("outcome", [createdSchema, pendingSchema]);
export type CreateClientResult = z.infer<typeof createClientResultSchema>;

/** One client of a cluster: what Camunda last reported, joined with Latchkey's own data. */
export const clientSchema = z.object({
  clientId: z.string(),
  name: z.string(),
  scopes: z.array(z.string()),
  /**
   * managed: created here · unmanaged: created outside Latchkey · orphaned: created here, nobody has its secret ·
   * creating: probably from a create here whose outcome is still open, so it can't be deleted yet.
   */
  origin: z.enum(["managed", "unmanaged", "orphaned", "creating"]),
  purpose: z.nullable(z.string()),
  createdBy: z.nullable(z.string()),
  createdAt: z.nullable(instantSchema),
  /** False when no browser confirmed that it showed the secret. */
  secretSeen: z.boolean(),
  mayDelete: z.boolean(),
  mayRotate: z.boolean(),
  rotation: z.nullable(rotationLinkSchema),
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

/** GET /api/clusters/{clusterId}/clients: one page. `operations` are those that need attention. */
export const clientListSchema = z.object({
  clients: z.array(clientSchema),
  operations: z.array(operationSchema),
  mayCreate: z.boolean(),
  /** What the team requires of a new client. */
  rules: clientRulesSchema,
  /** The owner that a new client is proposed to have: the member who asks. */
  proposedOwner: proposedOwnerSchema,
  ...listPageShape,
  asOf: asOfSchema,
  stale: staleSchema,
});
export type ClientList = z.infer<typeof clientListSchema>;

/** GET /api/clusters/{clusterId}/clients/{clientId}: everything except the secret. */
export const connectionResultSchema = z.object({ connection: connectionSchema });

/** POST /api/clusters/{clusterId}/clients/{clientId}/secret-events: what the browser did with the secret. */
export const secretEventInputSchema = z.strictObject({
  event: z.enum(["shown", "revealed", "copied", "downloaded"]),
  /** The operation that created the client. Its outcome is settled if the database could not store it before. */
  operationId: z.uuid(),
  /** The format that was copied or downloaded. */
  format: z.optional(z.string().check(z.regex(/^[a-z0-9-]{1,40}$/))),
});
export type SecretEventInput = z.infer<typeof secretEventInputSchema>;
