import { expect, it } from "vitest";
import { CLIENT_NAME_PATTERN } from "@/lib/contract/clients";
import { nextName } from "@/lib/contract/next-name";

it.each([
  ["orders-worker", "orders-worker-2"],
  ["orders-worker-2", "orders-worker-3"],
  ["orders-worker-99", "orders-worker-100"],
  ["report-2026", "report-2026-2"],
  ["x".repeat(50), `${"x".repeat(48)}-2`],
  [`${"x".repeat(48)}-9`, `${"x".repeat(47)}-10`],
  ["Bestellungen (alt) ß", "Bestellungen-alt-2"],
  ["注文", "client-2"],
])("the client that replaces %s is proposed to be %s", (name, next) => {
  expect(nextName(name)).toBe(next);
  expect(next).toMatch(CLIENT_NAME_PATTERN);
});
