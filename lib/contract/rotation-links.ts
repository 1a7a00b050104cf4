import * as z from "zod/mini";
import { clientRulesSchema } from "@/lib/contract/owners";

/** The rotation in progress that a client is part of, and which part. */
export const rotationLinkSchema = z.object({
  id: z.uuid(),
  /** old: it is being replaced · new: it replaces. */
  part: z.enum(["old", "new"]),
});
export type RotationLink = z.infer<typeof rotationLinkSchema>;

/** A client of a rotation. `isGone`: Camunda no longer has it. */
export const partSchema = z.object({ clientId: z.string(), name: z.string(), isGone: z.boolean() });
export type RotationPart = z.infer<typeof partSchema>;

/** What a client's own page says about rotation. */
export const clientRotationSchema = z.object({
  link: z.nullable(rotationLinkSchema),
  mayRotate: z.boolean(),
  /** What the team requires of the new client. */
  rules: clientRulesSchema,
  /** The clients that it replaces, and those that replaced it, the nearest first. */
  older: z.array(partSchema),
  newer: z.array(partSchema),
});
export type ClientRotation = z.infer<typeof clientRotationSchema>;
