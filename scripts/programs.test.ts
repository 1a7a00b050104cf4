import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

const PROGRAMS = JSON.stringify(new URL("./programs.mjs", import.meta.url));

let folder: string;
let script: ChildProcess;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "latchkey-programs-"));
});
afterEach(() => {
  script.kill("SIGKILL");
  rmSync(folder, { recursive: true });
});

/** A program that prints when it is ready, and writes down when it is asked to end and when it does. */
function program(name: string, onTerm = `setTimeout(() => { note("${name} ended"); process.exit(0); }, 50);`): string {
  return `
    const note = (text) => require("fs").appendFileSync(process.env.NOTES, text + "\\n");
    process.on("SIGTERM", () => { note("${name} asked to end"); ${onTerm} });
    setInterval(() => {}, 1000);
    console.log("${name} is ready");`;
}

/** Runs a script that starts these programs one after the other, and waits until it has printed "started". */
async function start(...sources: string[]): Promise<void> {
  run(...sources);
  if (script.stdout) await once(script.stdout, "data");
}

function run(...sources: string[]): void {
  const source = `
    import { endProgramsOnSignal, startProgram } from ${PROGRAMS};
    endProgramsOnSignal();
    const options = { env: { NOTES: ${JSON.stringify(notesFile())} }, ready: /is ready/, log: ${JSON.stringify(join(folder, "log"))} };
    for (const source of ${JSON.stringify(sources)}) await startProgram(["-e", source], options);
    console.log("started");`;
  script = spawn(process.execPath, ["--input-type=module", "-e", source], {
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    stdio: ["ignore", "pipe", "pipe"],
  });
}

const notesFile = () => join(folder, "notes");

/** What the programs have written down. */
function notes(): string[] {
  return readFileSync(notesFile(), "utf8").trimEnd().split("\n");
}

const IN_ORDER = ["app asked to end", "app ended", "simulator asked to end", "simulator ended"];

it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "ends the last program first, and the script after all, on %s",
  async (signal) => {
    await start(program("simulator"), program("app"));
    script.kill(signal);
    expect(await once(script, "exit")).toEqual([0, null]);
    expect(notes()).toEqual(IN_ORDER);
  },
);

it("counts two signals that come together as one, because npm forwards a Ctrl-C", async () => {
  await start(program("simulator"), program("app"));
  script.kill("SIGINT");
  script.kill("SIGTERM");
  expect(await once(script, "exit")).toEqual([0, null]);
  expect(notes()).toEqual(IN_ORDER);
});

it("kills everything on a second Ctrl-C", async () => {
  await start(program("simulator", ""), program("app", ""));
  // The programs share the script's standard error, so it closes when the last of them has ended.
  const closed = once(script, "close");
  script.kill("SIGINT");
  await vi.waitFor(() => {
    script.kill("SIGINT");
    expect(script.exitCode).toBe(130);
  }, 5000);
  await closed;
  expect(notes()).toEqual(["app asked to end"]);
});

it("ends the other programs when one ends before it is ready", async () => {
  run(program("simulator"), "process.exit(3)");
  expect(await once(script, "exit")).toEqual([3, null]);
  expect(notes()).toEqual(["simulator asked to end", "simulator ended"]);
});

it("ends the other programs when one ends by itself later, and does not call that a success", async () => {
  await start(program("simulator"), `${program("app")} setTimeout(() => process.exit(0), 100);`);
  expect(await once(script, "exit")).toEqual([1, null]);
  expect(notes()).toEqual(["simulator asked to end", "simulator ended"]);
});
