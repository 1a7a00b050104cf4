import * as z from "zod/mini";
import { createClientInputSchema, createdSchema } from "@/lib/contract/clients";
import { clusterIdSchema } from "@/lib/contract/clusters";
import { instantSchema } from "@/lib/contract/instant";
import { cappedCountSchema } from "@/lib/contract/lists";
import { operationSchema } from "@/lib/contract/operations";
import { clientRulesSchema } from "@/lib/contract/owners";
import { partSchema } from "@/lib/contract/rotation-links";
import { textSchema } from "@/lib/contract/text";

export const NOTE_LENGTH = 500;

/** What happens when the overlap ends: Latchkey tells, or it deletes the old client. */
export const DEADLINE_ACTIONS = ["remind", "delete"] as const;
export type DeadlineAction = (typeof DEADLINE_ACTIONS)[number];

/** rotate: the same with a new secret · scopes: the same with other scopes · leak: the old one is deleted first. */
export const ROTATION_REASONS = ["rotate", "scopes", "leak"] as const;
export type RotationReason = (typeof ROTATION_REASONS)[number];

/** The steps that people tick. That the old client is deleted is seen, never ticked. */
export const ROTATION_STEPS = ["taken", "tested", "rolledOut"] as const;
export type RotationStep = (typeof ROTATION_STEPS)[number];

/** The new client of a rotation. `key` is the idempotency key: sent again, it gets the state and never the secret. */
const newClientShape = {
  key: createClientInputSchema.shape.key,
  name: createClientInputSchema.shape.name,
  scopes: createClientInputSchema.shape.scopes,
};
const noteShape = { note: z.optional(textSchema(NOTE_LENGTH)) };
const deadlineShape = { deadline: instantSchema, deadlineAction: z.enum(DEADLINE_ACTIONS) };

/**
 * POST /api/clusters/{clusterId}/clients/{clientId}/rotation: creates the new client. For a leak, it deletes the old one
 * first, whose name somebody typed.
 */
export const startRotationInputSchema = z.discriminatedUnion("reason", [
  z.strictObject({ reason: z.literal("rotate"), ...newClientShape, ...noteShape, ...deadlineShape }),
  z.strictObject({ reason: z.literal("scopes"), ...newClientShape, ...noteShape, ...deadlineShape }),
  z.strictObject({ reason: z.literal("leak"), ...newClientShape, ...noteShape, confirmation: z.string() }),
]);
export type StartRotationInput = z.infer<typeof startRotationInputSchema>;

/** POST /api/rotations/{rotationId}/client: creates the new client that an earlier request did not. */
export const createInRotationInputSchema = z.strictObject(newClientShape);
export type CreateInRotationInput = z.infer<typeof createInRotationInputSchema>;

/** PATCH /api/rotations/{rotationId}: ticks or unticks a step, or gives the rotation up. Neither deletes a client. */
export const changeRotationInputSchema = z.union([
  z.strictObject({ step: z.enum(ROTATION_STEPS), isDone: z.boolean() }),
  z.strictObject({ givesUp: z.literal(true) }),
]);
export type ChangeRotationInput = z.infer<typeof changeRotationInputSchema>;

/** PATCH /api/rotations/{rotationId}/deadline */
export const rotationDeadlineInputSchema = z.strictObject(deadlineShape);
export type RotationDeadlineInput = z.infer<typeof rotationDeadlineInputSchema>;

export const rotationSchema = z.object({
  id: z.uuid(),
  clusterId: z.uuid(),
  clusterName: z.string(),
  /** The cluster's labels, such as "prod". */
  clusterLabels: z.array(z.string()),
  reason: z.enum(ROTATION_REASONS),
  note: z.nullable(z.string()),
  oldClient: partSchema,
  /** Null until it is created. `newName` is the name that was last requested. */
  newClient: z.nullable(partSchema),
  newName: z.string(),
  ...deadlineShape,
  /** When each step was done. */
  takenAt: z.nullable(instantSchema),
  /** Whether a browser reported that the secret was copied or downloaded. Then that step stays done. */
  isTakenReported: z.boolean(),
  testedAt: z.nullable(instantSchema),
  rolledOutAt: z.nullable(instantSchema),
  oldDeletedAt: z.nullable(instantSchema),
  givenUpAt: z.nullable(instantSchema),
  /** False once it is finished or given up. */
  isOpen: z.boolean(),
  startedBy: z.string(),
  startedAt: instantSchema,
});
export type Rotation = z.infer<typeof rotationSchema>;

/** GET /api/rotations/{rotationId} */
export const rotationDetailsSchema = z.object({
  rotation: rotationSchema,
  /** The last request for the new client. */
  create: z.nullable(operationSchema),
  /** What Camunda answered to a request for the new client that it refused: an error message. */
  createRefusal: z.nullable(z.string()),
  /** The delete of the old client that is under way: requested, or its response was unclear. */
  deletion: z.nullable(z.enum(["requested", "unknown"])),
  /** The scopes that the new client has, or should have. */
  scopes: z.array(z.string()),
  rules: clientRulesSchema,
  /** Whether this member may tick its steps, give it up and create its new client; and delete the old one. */
  mayChange: z.boolean(),
  mayDeleteOld: z.boolean(),
});
export type RotationDetails = z.infer<typeof rotationDetailsSchema>;

/** 201 with the secret, once; otherwise the rotation's state, which its page shows. */
export const rotationResultSchema = z.discriminatedUnion("outcome", [
  z.extend(createdSchema, { rotationId: z.uuid() }),
  z.object({ outcome: z.literal("pending"), rotationId: z.uuid() }),
]);
export type RotationResult = z.infer<typeof rotationResultSchema>;

/** The query of GET /api/rotations: those in progress, the one with the next deadline first. */
export const rotationListQuerySchema = z.strictObject({
  cluster: z.optional(clusterIdSchema),
  after: z.optional(z.uuid()),
});
export type RotationListQuery = z.infer<typeof rotationListQuerySchema>;

export const rotationListSchema = z.object({
  rotations: z.array(rotationSchema),
  found: cappedCountSchema,
  /** `after` for the next page. Null on the last one. */
  nextAfter: z.nullable(z.string()),
});
export type RotationList = z.infer<typeof rotationListSchema>;
