import * as z from "zod/mini";
import { instantSchema } from "@/lib/contract/instant";

const facts = {
  /** How many events match, from the first one. */
  events: z.int(),
  /** The first event with a key. Null without one. */
  keyedFrom: z.nullable(z.int()),
  /** How many heads from outside of the database match. */
  heads: z.int(),
};

/**
 * The result of a check of the history. `brokenAt` is the number of the first event that does not match; null when all of
 * them do, and what is kept outside of the database does not.
 */
export const verificationSchema = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true), ...facts }),
  z.object({ ok: z.literal(false), ...facts, brokenAt: z.nullable(z.int()), reason: z.string() }),
]);
export type Verification = z.infer<typeof verificationSchema>;

/** A result in words, for the screen and for the terminal. */
export function verificationText(result: Verification): { title: string; text: string } {
  const { events, keyedFrom, heads } = result;
  const count = (number: number, word: string) => `${number.toLocaleString("en")} ${word}${number === 1 ? "" : "s"}`;
  if (!result.ok) {
    const { brokenAt, reason } = result;
    const title =
      brokenAt === null
        ? "The audit log does not match what is kept outside the database"
        : `The audit log is broken at event ${brokenAt}`;
    return { title, text: `First fault: ${reason}. Matching events before it: ${events.toLocaleString("en")}.` };
  }
  const keys =
    keyedFrom === null
      ? "No event is signed, so somebody with write access to the database could have written a new log."
      : keyedFrom === 1
        ? "All of them are signed."
        : `Events from ${keyedFrom} on are signed, which also covers those before.`;
  const kept = heads > 0 ? ` ${count(heads, "head")} kept outside the database match.` : "";
  return {
    title: "The audit log is complete and unchanged",
    text: `${count(events, "event")} checked. ${keys}${kept}`,
  };
}

/** GET /api/audit-events/verification: the last check of this process, running or done. */
export const verificationStateSchema = z.object({
  /** Null when this process has not checked yet. */
  check: z.nullable(
    z.object({
      startedAt: instantSchema,
      checked: z.int(),
      /** The number of events when the check began. */
      total: z.int(),
      /** Null while it runs. */
      endedAt: z.nullable(instantSchema),
      /** Null while it runs, and after an error. */
      result: z.nullable(verificationSchema),
    }),
  ),
  /** Where heads are kept outside of the database: when it last worked, and whether the last try failed. */
  heads: z.array(z.object({ place: z.enum(["file", "webhook"]), at: z.nullable(instantSchema), failed: z.boolean() })),
});
export type VerificationState = z.infer<typeof verificationStateSchema>;
