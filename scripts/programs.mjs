// Programs that a script runs side by side. They end in order, and the script ends after all of them.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { createInterface } from "node:readline";
import { root } from "./prepare.mjs";

/** npm forwards a Ctrl-C that the terminal has sent to the script already: two signals within this time are one. */
const SAME_SIGNAL_MS = 500;

/** @type {import("node:child_process").ChildProcess[]} */
const programs = [];
/** @type {Promise<never> | undefined} */
let ending;
let endingSince = 0;

/**
 * Starts a Node program and waits for the first line of its output that matches `ready`; further lines go to the log
 * file. When the program ends by itself, everything ends.
 * @param {string[]} args
 * @param {{ env: Record<string, string>, ready: RegExp, log: string }} options
 * @returns {Promise<string>} the part of the line that matched
 */
export async function startProgram(args, { env, ready, log }) {
  if (ending) return ending;
  const program = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
    // In its own process group, so that the terminal sends a Ctrl-C to the script alone.
    detached: process.platform !== "win32",
  });
  programs.push(program);
  const ended = once(program, "exit").then(([code]) => {
    if (!ending) process.stderr.write(`${args.at(-1)} ended unexpectedly.\n`);
    return endPrograms(code || 1);
  });
  for await (const line of createInterface(program.stdout)) {
    const found = ready.exec(line);
    if (!found) continue;
    program.stdout.pipe(createWriteStream(log, { flags: "a" }));
    return found[0];
  }
  return ended;
}

/** Ends every program, the last one started first because it uses the others, and then this process. */
export function endPrograms(code = 0) {
  endingSince ||= performance.now();
  ending ??= endInOrder().then(() => process.exit(code));
  return ending;
}

async function endInOrder() {
  for (const program of programs.toReversed()) {
    if (program.exitCode !== null || program.signalCode !== null) continue;
    const ended = once(program, "exit");
    program.kill("SIGTERM");
    await ended;
  }
}

/** Ends everything in order at the first Ctrl-C (or SIGTERM, or SIGHUP), and at once at the second. */
export function endProgramsOnSignal() {
  const onSignal = () => {
    if (!ending) return endPrograms();
    if (performance.now() - endingSince < SAME_SIGNAL_MS) return;
    for (const program of programs) program.kill("SIGKILL");
    process.exit(130);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, onSignal);
}
