import { expect, it } from "vitest";
import { tagSchema } from "@/lib/contract/metadata";
import { textSchema } from "@/lib/contract/text";

it.each(["Ships orders", "two\nlines", "a\tb", "Łódź 東京 🗝️"])("text from people may be %j", (text) => {
  expect(textSchema(100).safeParse(text).success).toBe(true);
});

it.each(["a\0b", "a\u001bb", "a\u0007b", "a\u202eb", "a\u2066b", "a\u200fb", "a\ud800b", "a\u0085b"])(
  "text from people with the invisible %j is refused with words",
  (text) => {
    const { success, error } = textSchema(100).safeParse(text);
    expect([success, error?.issues[0]?.message]).toEqual([
      false,
      "This contains an invisible character. Type it again, without pasting.",
    ]);
    expect(tagSchema.safeParse(text).success).toBe(false);
  },
);
