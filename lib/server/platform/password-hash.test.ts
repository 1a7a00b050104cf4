import { describe, expect, it } from "vitest";
import { hashPassword, isPassword, LONGEST_PASSWORD, parsePasswordHash } from "@/lib/server/platform/password-hash";

describe("the hash of a password", () => {
  it("matches that password alone, in any Unicode form", async () => {
    const hash = await hashPassword("correct horse battery Zo\u00eb");
    expect(hash).toMatch(/^scrypt:ln=17,r=8,p=1:[\w+/]{22}:[\w+/]{43}$/);
    expect(await isPassword("correct horse battery Zo\u00eb", hash)).toBe(true);
    expect(await isPassword("correct horse battery Zoe\u0308", hash)).toBe(true);
    for (const other of ["", "correct horse battery zo\u00eb", "correct horse battery Zo\u00eb "])
      expect(await isPassword(other, hash)).toBe(false);
  });

  it("has a salt of its own", async () => {
    expect(await hashPassword("the same password")).not.toBe(await hashPassword("the same password"));
  });

  it("of the longest password does not match a longer one", async () => {
    const longest = "x".repeat(LONGEST_PASSWORD);
    const hash = await hashPassword(longest);
    expect(await isPassword(longest, hash)).toBe(true);
    expect(await isPassword(`${longest}x`, hash)).toBe(false);
  });

  it("is refused when it is weak, unreadable, or not a hash", async () => {
    const good = await hashPassword("a password");
    expect(parsePasswordHash(good)).not.toBeNull();
    for (const bad of [
      "",
      "a password",
      good.replace("ln=17", "ln=14"),
      good.replace("ln=17", "ln=21"),
      good.replace("r=8", "r=1"),
      good.replace(/:[\w+/]{22}:/, ":c2hvcnQ:"),
      good.slice(0, -4),
      `${good}=`,
      good.replace("scrypt", "argon2id"),
    ])
      expect(parsePasswordHash(bad), bad).toBeNull();
  });
});
