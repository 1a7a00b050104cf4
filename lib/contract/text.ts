import * as z from "zod/mini";

/** Text from people, without NUL, which PostgreSQL can't store. `max` is in UTF-16 units. */
export const textSchema = (max: number) =>
  z.string().check(
    z.trim(),
    z.maxLength(max, `At most ${max} characters.`),
    z.refine((text) => !text.includes("\0"), "This contains a character that can't be stored."),
  );
