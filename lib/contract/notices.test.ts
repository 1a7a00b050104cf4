import { expect, it } from "vitest";
import { NOTICE_KINDS } from "@/lib/contract/notice-kinds";
import { changeOwnNoticesSchema } from "@/lib/contract/notices";

it("a change of own notices has as many entries as there are kinds: each is a statement while other changes wait", () => {
  const stops = (length: number) => Array.from({ length }, () => ({ kind: "end_near", isTold: false }));
  expect(changeOwnNoticesSchema.safeParse({ stops: stops(NOTICE_KINDS.length) }).success).toBe(true);
  expect(changeOwnNoticesSchema.safeParse({ stops: stops(NOTICE_KINDS.length + 1) }).success).toBe(false);
});
