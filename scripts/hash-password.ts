// Asks for a password and prints its hash, for LATCHKEY_BREAK_GLASS_HASH: `npm run hash-password`. It also reads a
// password from a pipe. The hash is the only line on standard output that begins with "scrypt:".
import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { hashPassword, LONGEST_PASSWORD } from "@/lib/server/platform/password-hash";

/** NIST SP 800-63B asks for 15 where the password is the only factor. */
const SHORTEST = 15;

const { stdin, stderr } = process;
/** What readline writes would show the password. */
const silence = new Writable({ write: (_chunk, _encoding, done) => done() });
const lines = createInterface({ input: stdin, output: silence, terminal: stdin.isTTY })[Symbol.asyncIterator]();

async function ask(question: string): Promise<string> {
  if (stdin.isTTY) stderr.write(question);
  const { value = "" } = await lines.next();
  if (stdin.isTTY) stderr.write("\n");
  return value;
}

function refuse(fault: string): never {
  stderr.write(`${fault}\n`);
  process.exit(1);
}

const password = await ask("Password: ");
if (password.length < SHORTEST) refuse(`The password needs at least ${SHORTEST} characters.`);
if (password.length > LONGEST_PASSWORD) refuse(`The password can have at most ${LONGEST_PASSWORD} characters.`);
if (stdin.isTTY && (await ask("The same password again: ")) !== password) refuse("The passwords are not the same.");
process.stdout.write(`${await hashPassword(password)}\n`);
process.exit(0);
