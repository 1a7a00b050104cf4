import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { isPassword } from "@/lib/server/platform/password-hash";

function run(input: string) {
  const args = ["--conditions=react-server", "--import", "tsx", "scripts/hash-password.ts"];
  const cwd = fileURLToPath(new URL("..", import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, input, encoding: "utf8" });
  return { status, stdout, stderr };
}

it("prints the hash of a password from a pipe, and never the password", async () => {
  const password = "correct horse battery staple";
  const { status, stdout, stderr } = run(`${password}\n`);
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).not.toContain(password);
  expect(await isPassword(password, stdout.trim())).toBe(true);
});

it.each([
  ["", "at least 15"],
  ["fourteen chars", "at least 15"],
  ["x".repeat(1_001), "at most 1000"],
])("refuses the password %j", (password, fault) => {
  const { status, stdout, stderr } = run(`${password}\n`);
  expect([status, stdout]).toEqual([1, ""]);
  expect(stderr).toContain(fault);
});
