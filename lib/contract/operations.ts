import * as z from "zod/mini";
import { endSchema } from "@/lib/contract/ends";
import { instantSchema } from "@/lib/contract/instant";
import { OPERATION_STATES } from "@/lib/contract/operation-states";
import { ownerInputSchema } from "@/lib/contract/owners";

/** A request to create a client, with its state. */
export const operationSchema = z.object({
  id: z.uuid(),
  clusterId: z.uuid(),
  clientName: z.string(),
  scopes: z.array(z.string()),
  owner: z.nullable(ownerInputSchema),
  purpose: z.nullable(z.string()),
  end: z.nullable(endSchema),
  state: z.enum(OPERATION_STATES),
  clientId: z.nullable(z.string()),
  /** Whether it is absent because another client has the name. */
  isNameTaken: z.boolean(),
  requestedBy: z.string(),
  requestedAt: instantSchema,
  /** When a browser confirmed that it showed the secret. */
  confirmedAt: z.nullable(instantSchema),
  /** When the outcome is checked next, while it is unknown. */
  nextCheckAt: z.nullable(instantSchema),
  /** The rotation that it is a step of: what happens to it next is decided there. */
  rotationId: z.nullable(z.uuid()),
  /** Whether this member may delete its client, once its secret is lost, and create it again. */
  mayDiscard: z.boolean(),
});
export type Operation = z.infer<typeof operationSchema>;

/** GET /api/clusters/{clusterId}/operations/{operationId} */
export const operationResultSchema = z.object({ operation: operationSchema });

/** GET /api/clusters/{clusterId}/operations: those that need attention, newest first. */
export const operationListSchema = z.object({ operations: z.array(operationSchema) });
