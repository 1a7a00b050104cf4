import * as z from "zod/mini";

/** Text that people write. Without NUL, the one character that PostgreSQL can't hold. `max` counts UTF-16 units. */
export const textSchema = (max: number) =>
  z.string().check(
    z.trim(),
    z.maxLength(max, `At most ${max} characters.`),
    z.refine((text) => !text.includes("\0"), "This holds a character that can't be kept."),
  );
