import "server-only";
import type { RotationPart } from "@/lib/contract/rotation-links";
import { db } from "@/lib/server/platform/database/db";
import type { ClientRow } from "@/lib/server/sync/stored-clients";

/** How far a line of clients that replaced one another is followed in each direction: one statement each. */
const MOST = 5;

const SELECT = { id: true, clientId: true, name: true, goneAt: true, replacesId: true } as const;
type Link = Pick<ClientRow, keyof typeof SELECT>;

async function follow(from: Link, next: (row: Link) => Promise<Link | null>): Promise<RotationPart[]> {
  const parts: RotationPart[] = [];
  for (let row = await next(from); row && parts.length < MOST; row = await next(row))
    parts.push({ clientId: row.clientId, name: row.name, isGone: row.goneAt !== null });
  return parts;
}

/** The clients that this one replaces, and those that replaced it, the nearest first. All are in its cluster. */
export async function findLineage(client: Link): Promise<{ older: RotationPart[]; newer: RotationPart[] }> {
  const older = await follow(client, async ({ replacesId }) =>
    replacesId === null ? null : db().client.findUnique({ where: { id: replacesId }, select: SELECT }),
  );
  const newer = await follow(client, ({ id }) =>
    db().client.findFirst({ where: { replacesId: id }, orderBy: { firstSeenAt: "desc" }, select: SELECT }),
  );
  return { older, newer };
}
