import * as z from "zod/mini";

/** What a setup check asks, in this order: one request each. Camunda is asked twice, because its log can be long. */
export const SETUP_PARTS = ["settings", "database", "camunda", "activity", "identity"] as const;
export type SetupPart = (typeof SETUP_PARTS)[number];

/** The parts in words, for the screen and for the terminal. */
export const SETUP_PART_NAMES: Record<SetupPart, string> = {
  settings: "Settings",
  database: "Database",
  camunda: "Camunda",
  activity: "Camunda's activity log",
  identity: "Identity provider",
};

/** ok: nothing to do · warning: Latchkey works, and something is missing · fault: something does not work */
const setupCheckSchema = z.object({
  name: z.string(),
  state: z.enum(["ok", "warning", "fault"]),
  /** What was found, in one sentence or two. */
  found: z.string(),
  /** What to do. Null when there is nothing to do. */
  step: z.nullable(z.string()),
});
export type SetupCheck = z.infer<typeof setupCheckSchema>;
export type SetupState = SetupCheck["state"];

/** The states in words. */
export const SETUP_STATE_NAMES: Record<SetupState, string> = { ok: "OK", warning: "Warning", fault: "Fault" };

/** POST /api/setup: checks one part. */
export const setupInputSchema = z.strictObject({ part: z.enum(SETUP_PARTS) });
export const setupChecksSchema = z.object({ checks: z.array(setupCheckSchema) });

/** PATCH /api/setup: an owner notes that the database is backed up. */
export const backupNoteSchema = z.strictObject({ backup: z.literal(true) });

/** Who noted that the database is backed up, and when. */
export type BackupNote = { by: string; at: string };

/** A checklist of the overview. Each step is a link, with its tick. */
export type Checklist = {
  title: string;
  steps: { id: string; label: string; hint: string; href: string; isDone: boolean }[];
};
