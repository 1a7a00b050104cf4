import { expect, test } from "vitest";
import { detailText } from "@/components/audit/words";

test("the facts of an event are told in words", () => {
  expect(detailText({ scopes: ["Zeebe", "Operate"], code: "console_unreachable", looks: 2 })).toBe(
    "Scopes: Zeebe, Operate · Reason: Camunda could not be reached · Times looked for: 2",
  );
  expect(detailText({ right: "clients.delete" })).toBe("Wanted to: delete a client");
  expect(detailText({ Zeebe: "reached", Operate: "failed" })).toBe("Zeebe: reached · Operate: not reached");
});

test("what people wrote stays as they wrote it, and so does what has no words", () => {
  expect(detailText({ purpose: "failed" })).toBe("Purpose: failed");
  expect(detailText({ code: "new_code", later: true })).toBe("Reason: new_code · later: true");
});
