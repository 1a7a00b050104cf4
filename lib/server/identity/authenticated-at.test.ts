import { expect, it } from "vitest";
import { authenticatedAt } from "@/lib/server/identity/authenticated-at";

const NOW = new Date("2026-01-02T03:04:05.000Z");
const seconds = NOW.getTime() / 1000;
const tokenWith = (payload: unknown) => `e30.${Buffer.from(JSON.stringify(payload)).toString("base64url")}.x`;

it.each([
  ["now", seconds, NOW.getTime()],
  ["before", seconds - 90, NOW.getTime() - 90_000],
  ["of a clock that is a minute ahead", seconds + 60, NOW.getTime()],
  ["of a clock that is further ahead", seconds + 61, 0],
  ["at the beginning of time", 0, 0],
  ["before time", -1, 0],
])("auth_time %s", (_, auth_time, at) => {
  expect(authenticatedAt(tokenWith({ auth_time }), NOW)).toEqual(new Date(at));
});

it.each([[{}], [{ auth_time: "1" }], [{ auth_time: null }], [null]])("a token with %j says nothing", (payload) => {
  expect(authenticatedAt(tokenWith(payload), NOW)).toBeNull();
});

it("a text that is not a token is an error", () => {
  expect(() => authenticatedAt("x", NOW)).toThrow(SyntaxError);
});
