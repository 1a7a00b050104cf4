import "server-only";
import { findVisible, type Principal } from "@/lib/server/access/principal";
import { db } from "@/lib/server/platform/database/db";

/** Dates of each kind in a feed, the next ones first, and how long past ones stay, in milliseconds. */
const MOST = 500;
const PAST_MS = 30 * 86_400_000;

/** Something with a date, of a client that the reader may see. */
export type CalendarDate = {
  kind: "end" | "deletion" | "review" | "rotation";
  /** Stays the same when the date moves. */
  id: string;
  at: Date;
  clusterId: string;
  clusterName: string;
  clientId: string;
  name: string;
};

/** The ends, reviews and deadlines of rotations that a member may see, the next of each kind. */
export async function listDates(principal: Principal): Promise<CalendarDate[]> {
  const visible = await findVisible(principal, "clusterId");
  const since = { gte: new Date(Date.now() - PAST_MS) };
  const clients = (column: "endsAt" | "reviewAt") =>
    db().client.findMany({
      where: { AND: [{ goneAt: null, [column]: since }, visible] },
      orderBy: [{ goneAt: "asc" }, { [column]: "asc" }, { id: "asc" }],
      take: MOST,
      select: {
        ...{ id: true, clusterId: true, clusterName: true, clientId: true, name: true },
        ...{ endsAt: true, endAction: true, reviewAt: true },
      },
    });
  const [ends, reviews, rotations] = await Promise.all([
    clients("endsAt"),
    clients("reviewAt"),
    db().rotation.findMany({
      where: { AND: [{ openKey: { not: null }, deadline: since }, visible] },
      orderBy: [{ deadline: "asc" }, { id: "asc" }],
      take: MOST,
    }),
  ]);
  const clusters = await db().cluster.findMany({
    where: { id: { in: [...new Set(rotations.map(({ clusterId }) => clusterId))] } },
    select: { id: true, name: true },
  });
  const names = new Map(clusters.map(({ id, name }) => [id, name]));
  return [
    ...ends.flatMap(({ endsAt, endAction, reviewAt: _, ...client }) =>
      endsAt
        ? [{ ...client, kind: endAction === "delete" ? ("deletion" as const) : ("end" as const), at: endsAt }]
        : [],
    ),
    ...reviews.flatMap(({ reviewAt, endsAt: _, endAction: __, ...client }) =>
      reviewAt ? [{ ...client, kind: "review" as const, at: reviewAt }] : [],
    ),
    ...rotations.map(({ id, clusterId, oldClientId, oldName, deadline }) => ({
      ...{ kind: "rotation" as const, id, at: deadline, clusterId, clusterName: names.get(clusterId) ?? "" },
      ...{ clientId: oldClientId, name: oldName },
    })),
  ];
}
