import { describe, expect, it } from "vitest";
import { isAtLeast, parseVersion } from "@/lib/credentials/versions";

describe("versions", () => {
  it.each([
    ["Camunda 8.8+gen3", { major: 8, minor: 8 }],
    ["8.6.5", { major: 8, minor: 6 }],
    ["Zeebe 8.5.2", { major: 8, minor: 5 }],
    ["8.10.0-alpha1", { major: 8, minor: 10 }],
    ["Camunda 8.9", { major: 8, minor: 9 }],
    ["Stable", null],
    ["8", null],
    ["", null],
    [null, null],
  ])("reads %j", (name, version) => {
    expect(parseVersion(name)).toEqual(version);
  });

  it("orders 8.10 after 8.9, and treats an unknown version as older than any", () => {
    expect(isAtLeast(parseVersion("8.10.1"), 8, 9)).toBe(true);
    expect(isAtLeast(parseVersion("8.8.9"), 8, 9)).toBe(false);
    expect(isAtLeast(parseVersion("9.0.0"), 8, 9)).toBe(true);
    expect(isAtLeast(null, 8, 5)).toBe(false);
  });
});
