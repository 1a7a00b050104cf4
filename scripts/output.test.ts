import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";

/** Runs a program that has taken over its output. */
function run(program: string) {
  const code = `import { takeOverOutput } from "${import.meta.dirname}/output.mjs"; takeOverOutput(); ${program}`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", code], {
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  return {
    status,
    lines: stdout
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line)),
  };
}

it("makes one line of whatever is printed, in the form of the log", () => {
  const { status, lines } = run(`
    console.log("plain");
    console.error("\\x1b[31mred\\x1b[39m\\ntwo lines");
    process.stdout.write(Buffer.from("bytes\\n"), () => process.stderr.write("after\\n"));
    process.emitWarning("a warning of Node");
    console.log('{"level":10,"msg":"forged"}');
  `);
  expect(status).toBe(0);
  const time = expect.stringMatching(/^\d{4}-.+Z$/);
  expect(lines).toEqual(
    expect.arrayContaining([
      { level: 30, time, msg: "plain" },
      { level: 40, time, msg: "red\ntwo lines" },
      { level: 30, time, msg: "bytes" },
      { level: 40, time, msg: "after" },
      { level: 40, time, msg: expect.stringContaining("a warning of Node") },
      { level: 30, time, msg: '{"level":10,"msg":"forged"}' },
    ]),
  );
  expect(lines).toHaveLength(6);
});

it.each([
  ["an error that nothing caught", `setTimeout(() => { throw new TypeError("thrown") }, 1)`],
  ["a rejection that nothing caught", `Promise.reject(new TypeError("thrown"))`],
])("%s is one line and ends the process", (_, program) => {
  const { status, lines } = run(`${program}; setTimeout(() => console.log("too late"), 1_000)`);
  expect(status).toBe(1);
  expect(lines).toEqual([
    expect.objectContaining({ level: 50, error: expect.stringMatching(/TypeError: thrown\n +at /) }),
  ]);
});

it("scrubs every line with the scrubber that the app hands over", () => {
  const { lines } = run(`
    globalThis[Symbol.for("latchkey.scrub")] = (text) => text.replaceAll("hunter2", "[secret]");
    console.log("password hunter2");
    setTimeout(() => { throw new Error("hunter2") }, 1);
  `);
  expect(lines.map(({ msg }) => msg)[0]).toBe("password [secret]");
  expect(JSON.stringify(lines)).not.toContain("hunter2");
});
