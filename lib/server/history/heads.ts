import "server-only";
import { timingSafeEqual } from "node:crypto";
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { hmac } from "@/lib/server/history/event-hash";
import type { AuditKey, AuditKeys } from "@/lib/server/platform/audit-keys";
import { db } from "@/lib/server/platform/database/db";

/** A head of the history that is kept outside of the database: at that instant, this was the newest event. */
const headSchema = z.strictObject({
  at: z.iso.datetime(),
  seq: z.int().min(1),
  hash: z.string(),
  keyId: z.string().nullable(),
  /** Null without a key. */
  mac: z.string().nullable(),
});
export type Head = z.infer<typeof headSchema>;

/** The prefix keeps it apart from all that the key signs elsewhere. */
function macOf(key: AuditKey, { at, seq, hash, keyId }: Omit<Head, "mac">): string {
  return hmac(key, JSON.stringify(["latchkey history head", at, seq, hash, keyId]));
}

/** The newest event, signed with the current key. Null while the history is empty. */
export async function currentHead({ current }: AuditKeys): Promise<Head | null> {
  const row = await db().auditHead.findUnique({ where: { id: 1 } });
  if (!row || row.seq === 0) return null;
  const head = { at: new Date().toISOString(), seq: row.seq, hash: row.hash, keyId: current?.id ?? null };
  return { ...head, mac: current ? macOf(current, head) : null };
}

function isSigned(head: Head, keys: AuditKeys): boolean {
  const key = head.keyId === null ? undefined : keys.byId.get(head.keyId);
  if (!key || head.mac === null) return false;
  const [given, expected] = [Buffer.from(head.mac), Buffer.from(macOf(key, head))];
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** The heads of a file, by number of event, and the first line that is not one of ours. */
export type Heads = { bySeq: ReadonlyMap<number, Head[]>; fault: string | null };

function parseLine(line: string): Head | null {
  try {
    return headSchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

/**
 * Reads the heads that were appended to a file, one JSON object for each line. Once a head is signed, those after it
 * must be, too. A file that does not exist has no heads yet.
 */
export async function readHeads(path: string, keys: AuditKeys): Promise<Heads> {
  const text = await readFile(/* turbopackIgnore: true */ path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  const bySeq = new Map<number, Head[]>();
  let fault: string | null = null;
  let signedBefore = false;
  for (const [at, line] of text.split("\n").entries()) {
    if (line === "") continue;
    const head = parseLine(line);
    if (!head) fault ??= `line ${at + 1} of the file of heads can't be read`;
    else if (head.keyId === null ? signedBefore : !isSigned(head, keys))
      fault ??= `line ${at + 1} of the file of heads is not signed by a key that is set`;
    else bySeq.set(head.seq, [...(bySeq.get(head.seq) ?? []), head]);
    signedBefore ||= head !== null && head.keyId !== null;
  }
  return { bySeq, fault };
}
