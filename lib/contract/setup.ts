import * as z from "zod/mini";
import { SETUP_PARTS, SETUP_STATES } from "@/lib/contract/setup-parts";

const setupCheckSchema = z.object({
  name: z.string(),
  state: z.enum(SETUP_STATES),
  /** What was found, in one sentence or two. */
  found: z.string(),
  /** What to do. Null when there is nothing to do. */
  step: z.nullable(z.string()),
});
export type SetupCheck = z.infer<typeof setupCheckSchema>;

/** POST /api/setup: checks one part. */
export const setupInputSchema = z.strictObject({ part: z.enum(SETUP_PARTS) });
export const setupChecksSchema = z.object({ checks: z.array(setupCheckSchema) });

/** PATCH /api/setup: an owner records that the database is backed up. */
export const backupNoteSchema = z.strictObject({ backup: z.literal(true) });

/** Who recorded that the database is backed up, and when. */
export type BackupNote = { by: string; at: string };

/**
 * A checklist of the overview. Each step is a link, with its tick. `isDone` is null for a step that is done once its page
 * was opened: the browser remembers that.
 */
export type Checklist = {
  title: string;
  steps: { id: string; label: string; hint: string; href: string; isDone: boolean | null }[];
};
