import * as z from "zod/mini";

/**
 * Characters that are invisible and can mislead, or that a database can't store as they are: control characters, those
 * that change the direction of text, and halves of characters. Line breaks and tabs are text.
 */
const INVISIBLE = /[^\P{Cc}\t\r\n]|[\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** Text from people. `max` is in UTF-16 units. */
export const textSchema = (max: number) =>
  z.string().check(
    z.trim(),
    z.maxLength(max, `At most ${max} characters.`),
    z.refine((text) => !INVISIBLE.test(text), "This contains an invisible character. Type it again, without pasting."),
  );
