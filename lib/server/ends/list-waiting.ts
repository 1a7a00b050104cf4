import "server-only";
import { z } from "zod";
import { REVIEW_RHYTHMS } from "@/lib/contract/end-choices";
import { instantSchema } from "@/lib/contract/instant";
import { pageSize } from "@/lib/contract/lists";
import {
  WAITING_KINDS,
  type WaitingItem,
  type WaitingKind,
  type WaitingPage,
  type WaitingQuery,
} from "@/lib/contract/waiting";
import { findVisible, type Principal, rolesOn } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { mayEdit } from "@/lib/server/clients/client-state";
import { endOf } from "@/lib/server/metadata/end";
import { db } from "@/lib/server/platform/database/db";
import { AppError } from "@/lib/server/platform/errors";
import { pageOf } from "@/lib/server/platform/page";
import type { ClientRow } from "@/lib/server/sync/stored-clients";

type Place = { at: Date; kind: WaitingKind; id: string };

const cursorOf = ({ at, kind, id }: Pick<WaitingItem, "at" | "kind" | "id">) => `${at} ${kind} ${id}`;

function readCursor(after: string | undefined): Place | null {
  const [at = "", kind, id = ""] = after?.split(" ") ?? [];
  const known = WAITING_KINDS.find((each) => each === kind);
  if (after === undefined) return null;
  if (!known || !z.safeParse(instantSchema, at).success)
    throw new AppError("invalid_input", { fields: { after: "This page begins nowhere. Reload the list." } });
  return { at: new Date(at), kind: known, id };
}

/** Prisma's condition for the rows after a place, in the order of instant, kind and ID. */
function later(column: "endsAt" | "reviewAt" | "deadline", kind: WaitingKind, place: Place | null) {
  if (!place) return {};
  const { at, id } = place;
  if (kind === place.kind) return { [column]: { gte: at }, OR: [{ [column]: { gt: at } }, { id: { gt: id } }] };
  return { [column]: WAITING_KINDS.indexOf(kind) > WAITING_KINDS.indexOf(place.kind) ? { gte: at } : { gt: at } };
}

/** The clients that a member owns, with an end or a review date, the next first. */
async function findOwn(principal: Principal, column: "endsAt" | "reviewAt", place: Place | null, take: number) {
  return db().client.findMany({
    where: {
      AND: [
        { ownerId: principal.memberId, goneAt: null, [column]: { gt: new Date(0) } },
        later(column, column === "endsAt" ? "end" : "review", place),
        await findVisible(principal, "clusterId"),
      ],
    },
    orderBy: [{ [column]: "asc" }, { id: "asc" }],
    take,
  });
}

async function findRotations(principal: Principal, place: Place | null, take: number) {
  const rows = await db().rotation.findMany({
    where: {
      AND: [
        { startedById: principal.memberId, openKey: { not: null } },
        later("deadline", "rotation", place),
        await findVisible(principal, "clusterId"),
      ],
    },
    orderBy: [{ deadline: "asc" }, { id: "asc" }],
    take,
  });
  const clusters = await db().cluster.findMany({
    where: { id: { in: rows.map(({ clusterId }) => clusterId) } },
    select: { id: true, name: true },
  });
  const names = new Map(clusters.map(({ id, name }) => [id, name]));
  return rows.map((row): WaitingItem => {
    const { id, clusterId, oldClientId: clientId, oldName: name } = row;
    const place = { clusterId, clusterName: names.get(clusterId) || clusterId, clientId, name };
    const at = row.deadline.toISOString();
    return { kind: "rotation", id, at, ...place, end: null, reviewEveryDays: null, mayEdit: false };
  });
}

/**
 * One page of what waits for a member: ends and reviews of the clients that they own, and deadlines of rotations that
 * they started, the next first.
 * @throws AppError forbidden; invalid_input for a page that begins nowhere
 */
export async function listWaiting(principal: Principal, { after }: WaitingQuery = {}): Promise<WaitingPage> {
  await requireRight(principal, "clients.read");
  const size = pageSize(after);
  const place = readCursor(after);
  const [ends, reviews, rotations] = await Promise.all([
    findOwn(principal, "endsAt", place, size + 1),
    findOwn(principal, "reviewAt", place, size + 1),
    findRotations(principal, place, size + 1),
  ]);
  const roles = await rolesOn(
    principal.access,
    [...ends, ...reviews].map(({ clusterId }) => clusterId),
  );
  const itemOf = (row: ClientRow, kind: "end" | "review"): WaitingItem => {
    const { id, clusterId, clusterName, clientId, name, endsAt, reviewAt } = row;
    return {
      ...{ kind, id, clusterId, clusterName: clusterName || clusterId, clientId, name },
      at: (kind === "end" ? endsAt : reviewAt)?.toISOString() ?? "",
      end: kind === "end" ? endOf(row) : null,
      reviewEveryDays: REVIEW_RHYTHMS.find((days) => days === row.reviewEveryDays) ?? null,
      mayEdit: mayEdit({ memberId: principal.memberId, role: roles.get(clusterId) ?? null }, row),
    };
  };
  const all = [...ends.map((row) => itemOf(row, "end")), ...reviews.map((row) => itemOf(row, "review")), ...rotations];
  // Stable: within a kind the database's order of IDs counts, which can be another than JavaScript's.
  const orderOf = ({ at, kind }: WaitingItem) => `${at} ${kind}`;
  const sorted = all.toSorted((a, b) => (orderOf(a) === orderOf(b) ? 0 : orderOf(a) < orderOf(b) ? -1 : 1));
  const { rows: items, nextAfter } = pageOf(sorted, size, cursorOf);
  return { items, nextAfter };
}
