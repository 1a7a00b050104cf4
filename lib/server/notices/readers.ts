import "server-only";
import { NOTICES, type NoticeKind } from "@/lib/contract/notice-kinds";
import { ALL_CLUSTERS, findAccessText, readAccess } from "@/lib/server/access/grants";
import { type Access, roleOn } from "@/lib/server/access/principal";
import type { NoticeItem } from "@/lib/server/notices/content";
import type { Tx } from "@/lib/server/platform/database/db";

/** The largest number of people who are told about one thing. Those who may do most come first. */
const MOST_READERS = 50;

/** Members who can sign in, and to whom a mail can go: nobody else has this address for certain. */
const REACHABLE = {
  disabledAt: null,
  removedAt: null,
  subject: { not: null },
  email: { not: null },
  emailVerified: true,
} as const;

const active = (where: object) => ({ member: { is: REACHABLE }, ...where });

/** The IDs of the members with such a grant, without repetition. */
async function membersWith(tx: Tx, where: object): Promise<string[]> {
  // "admin" comes before "creator" and "owner".
  const grants = await tx.grant.findMany({
    where: active(where),
    orderBy: [{ role: "asc" }, { memberId: "asc" }],
    take: MOST_READERS,
    select: { memberId: true },
  });
  return [...new Set(grants.map(({ memberId }) => memberId))];
}

/** The owners of Latchkey. */
const findOwners = (tx: Tx) => membersWith(tx, { target: ALL_CLUSTERS, role: "owner" });

/** Those who may create or delete clients on a cluster, and are not owners of all. */
async function findPeople(tx: Tx, clusterId: string): Promise<string[]> {
  const where = { clusterId, cluster: { goneAt: null } };
  const named = (await tx.namedCluster.findMany({ where, select: { target: true } })).map(({ target }) => target);
  const own = { target: { in: [clusterId, ...named] }, role: { in: ["creator", "admin", "owner"] } };
  return membersWith(tx, { OR: [own, { target: ALL_CLUSTERS, role: { in: ["creator", "admin"] } }] });
}

/** Whether a member with this access may know of what an item says. */
export async function mayKnow(tx: Tx, access: Access, { kind, clusterId }: NoticeItem): Promise<boolean> {
  if (NOTICES[kind].isForOwners || clusterId === null) return access.everywhere === "owner";
  return (await roleOn(access, clusterId, tx)) !== null;
}

/** A member who can be told, with their access now. Null for one who can't. */
export async function findReader(tx: Tx, memberId: string) {
  const member = await tx.member.findFirst({
    where: { id: memberId, ...REACHABLE },
    select: { id: true, name: true, email: true, zone: true, stops: { select: { kind: true } } },
  });
  if (!member?.email) return null;
  const access = readAccess(await findAccessText(tx, memberId));
  const stops: ReadonlySet<string> = new Set(member.stops.map(({ kind }) => kind));
  return { ...member, email: member.email, access, stops };
}

/** Finds who is told about an item, once for each place in a slice. */
export function readersOf(tx: Tx) {
  const found = new Map<string, Promise<string[]>>();
  const once = (key: string, find: () => Promise<string[]>) => {
    const known = found.get(key);
    if (known) return known;
    const finding = find();
    found.set(key, finding);
    return finding;
  };
  const owners = () => once("owners", () => findOwners(tx));
  const without = async (memberIds: readonly string[], kind: NoticeKind) => {
    const stops = await tx.noticeStop.findMany({ where: { kind, memberId: { in: [...memberIds] } } });
    const stopped = new Set(stops.map(({ memberId }) => memberId));
    return memberIds.filter((id) => !stopped.has(id));
  };

  /** The client's owner who may know of it, else the people of the cluster, else owners. Without those who stopped it. */
  return async (item: NoticeItem, ownerId: string | null): Promise<string[]> => {
    const { kind, clusterId } = item;
    if (NOTICES[kind].isForOwners || clusterId === null) return without(await owners(), kind);
    const owner = ownerId === null ? null : await findReader(tx, ownerId);
    if (owner && (await mayKnow(tx, owner.access, item))) return owner.stops.has(kind) ? [] : [owner.id];
    const people = await once(clusterId, () => findPeople(tx, clusterId));
    return without(people.length > 0 ? people : await owners(), kind);
  };
}
