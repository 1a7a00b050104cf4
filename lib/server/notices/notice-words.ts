import "server-only";
import { ERRORS } from "@/lib/contract/errors";
import { NOTICES } from "@/lib/contract/notice-kinds";
import type { NoticeText } from "@/lib/server/notices/channels/letter";
import type { NoticeItem } from "@/lib/server/notices/content";
import type { Tx } from "@/lib/server/platform/database/db";
import { env } from "@/lib/server/platform/env";
import { errorCodeOf } from "@/lib/server/platform/errors";
import { instantIn } from "@/lib/server/platform/instant-in";
import { cleanText } from "@/lib/server/platform/text";

const LONGEST_NAME = 120;
/** Creates that may be, or are, where a client comes from that looks as if it was created elsewhere. */
const OUR_CREATES = ["requested", "unknown", "orphaned", "discarded"];

/** A name from outside, in quotes. */
const quoted = (name: string | null) => `"${cleanText(name ?? "", LONGEST_NAME)}"`;

/** What an item says, and the page that it is about. */
type Words = { text: string; path: string; clientId?: string };

/** The rows that the items of one message are about, as they are now. */
export async function findFacts(tx: Tx, items: readonly NoticeItem[]) {
  const idsOf = (key: "clientRowId" | "rotationId" | "memberId") => [
    ...new Set(items.flatMap((item) => item[key] ?? [])),
  ];
  const operationIds = items.flatMap(({ detail }) => detail["operationId"] ?? []);
  const [clients, rotations, members, operations] = [
    await tx.client.findMany({ where: { id: { in: idsOf("clientRowId") } } }),
    await tx.rotation.findMany({ where: { id: { in: idsOf("rotationId") } } }),
    await tx.member.findMany({
      where: { id: { in: idsOf("memberId") } },
      select: { id: true, name: true, email: true },
    }),
    await tx.operation.findMany({ where: { id: { in: operationIds } } }),
  ];
  const clusterIds = [...new Set(items.flatMap(({ clusterId }) => clusterId ?? []))];
  const creates = await tx.operation.findMany({
    where: {
      ...{ kind: "create", state: { in: OUR_CREATES }, clusterId: { in: clusterIds } },
      clientName: { in: clients.map(({ name }) => name) },
    },
    select: { clusterId: true, clientName: true },
  });
  const clusters = await tx.cluster.findMany({ where: { id: { in: clusterIds } }, select: { id: true, name: true } });
  const byId = <Row extends { id: string }>(rows: readonly Row[]) => new Map(rows.map((row) => [row.id, row]));
  return {
    clients: byId(clients),
    rotations: byId(rotations),
    members: byId(members),
    operations: byId(operations),
    clusters: byId(clusters),
    ours: new Set(creates.map(({ clusterId, clientName }) => `${clusterId} ${clientName}`)),
  };
}
type Facts = Awaited<ReturnType<typeof findFacts>>;

const clusterPath = (clusterId: string) => `/clusters/${clusterId}`;
const clientPath = (clusterId: string, clientId: string) =>
  `${clusterPath(clusterId)}/clients/${encodeURIComponent(clientId)}`;

/** Whether a date was changed since the notice was written. */
const isOutdated = (told: string | undefined, now: Date) => told !== undefined && told !== now.toISOString();

/** About a client: an end, a review, where it comes from. */
function clientWords(
  { kind, clientRowId, detail, at }: NoticeItem,
  { clients, ours }: Facts,
  zone: string,
): Words | null {
  const client = clients.get(clientRowId ?? "");
  if (!client) return null;
  const { clusterId, clientId, endsAt, endAction, reviewAt, goneAt } = client;
  const name = `The client ${quoted(client.name)} in ${quoted(client.clusterName)}`;
  const say = (words: string): Words => ({ text: `${name} ${words}`, path: clientPath(clusterId, clientId), clientId });
  switch (kind) {
    case "end_near":
      if (goneAt || !endsAt || isOutdated(detail["endsAt"], endsAt)) return null;
      // After a pause of Latchkey, or for the new client of a rotation, the last warning comes late.
      if (endAction === "delete" && endsAt <= at)
        return say(
          `reached its end on ${instantIn(endsAt, zone)}, and will be deleted in an hour at the earliest. Put its end off if somebody still needs it.`,
        );
      return endAction === "delete"
        ? say(`will be deleted on ${instantIn(endsAt, zone)}. Put its end off if somebody still needs it.`)
        : say(`reaches its end on ${instantIn(endsAt, zone)}. Latchkey does not delete it.`);
    case "client_ended":
      if (goneAt) {
        const by = detail["setBy"] ? `, which ${cleanText(detail["setBy"], LONGEST_NAME)} had set` : "";
        return say(`was deleted at its end${by}.`);
      }
      return endsAt ? say(`reached its end on ${instantIn(endsAt, zone)}. It still exists.`) : null;
    case "review_due":
      return goneAt || !reviewAt || isOutdated(detail["reviewAt"], reviewAt)
        ? null
        : say(`is due for review on ${instantIn(reviewAt, zone)}. Is it still needed?`);
    default: {
      // A list can have a client of ours before its create response has arrived, or when that is lost.
      const isOurs = client.origin === "managed" && client.adoptedAt === null;
      return isOurs || ours.has(`${clusterId} ${client.name}`) ? null : say("was created outside Latchkey.");
    }
  }
}

/** What an item says now. Null when it is no longer true, or about something that is not there any more. */
function wordsOf(item: NoticeItem, facts: Facts, zone: string): Words | null {
  const { kind, clusterId, detail, at } = item;
  const when = instantIn(at, zone);
  switch (kind) {
    case "rotation_overdue": {
      const rotation = facts.rotations.get(item.rotationId ?? "");
      if (!rotation || rotation.openKey === null) return null;
      const { oldName, newName, deadline, oldClientId, oldDeletedAt } = rotation;
      const what = oldDeletedAt
        ? "The old client is deleted, and there is no new one."
        : "The old client still exists.";
      const text = `The rotation of ${quoted(oldName)} to ${quoted(newName)} is past its deadline of ${instantIn(deadline, zone)}. ${what}`;
      return { text, path: clientPath(rotation.clusterId, oldClientId), clientId: oldClientId };
    }
    case "orphan_left": {
      const operation = facts.operations.get(detail["operationId"] ?? "");
      if (operation?.state !== "orphaned") return null;
      const cluster = quoted(facts.clusters.get(operation.clusterId)?.name ?? operation.clusterName);
      const text = `The client ${quoted(operation.clientName)} in ${cluster} exists, but nobody has its secret. Delete it and create it again.`;
      return { text, path: `${clusterPath(operation.clusterId)}/api` };
    }
    case "owner_added": {
      const member = facts.members.get(item.memberId ?? "");
      if (!member) return null;
      const who = [member.name, member.email && `(${member.email})`].filter(Boolean).join(" ");
      return {
        text: `${cleanText(who, 2 * LONGEST_NAME)} became an owner of Latchkey on ${when}.`,
        path: "/settings/members",
      };
    }
    case "emergency_sign_in": {
      const from = detail["address"] === undefined ? "" : ` from ${cleanText(detail["address"], LONGEST_NAME)}`;
      const text = `Somebody signed in with the emergency password${from} on ${when}. End the session if you don't know why.`;
      return { text, path: "/settings/sessions?of=everybody" };
    }
    case "sync_failing": {
      const { clusters, error, since } = detail;
      const [, message] = ERRORS[errorCodeOf(error ?? "")];
      if (clusters !== undefined)
        return { text: `${clusters} have not been synced for more than an hour. ${message}`, path: "/clusters" };
      const time = since === undefined ? "" : ` since ${instantIn(new Date(since), zone)}`;
      return { text: `Latchkey has not been able to sync with Camunda${time}. ${message}`, path: "/clusters" };
    }
    case "history_broken": {
      const reason = cleanText(detail["reason"] ?? "", LONGEST_NAME * 2);
      const at = detail["brokenAt"] === undefined ? "" : ` at event ${detail["brokenAt"]}`;
      return {
        text: `The verification of the audit log on ${when} failed${at}: ${reason}.`,
        path: "/audit?action=history.verify",
      };
    }
    default:
      return clusterId === null ? null : clientWords(item, facts, zone);
  }
}

/** Items in words, with dates in a zone and links. Those that are no longer true are left out. */
export function noticeTexts(items: readonly NoticeItem[], facts: Facts, zone: string): NoticeText[] {
  const { appUrl } = env();
  return items.flatMap((item) => {
    const words = wordsOf(item, facts, zone);
    if (!words) return [];
    const { kind, at, clusterId } = item;
    return {
      ...{ kind, title: NOTICES[kind].title, text: words.text, at, clusterId, clientId: words.clientId ?? null },
      url: appUrl + words.path,
      stopUrl: `${appUrl}/settings/notices#${kind}`,
    };
  });
}

/** The subject of a message. */
export function subjectOf(notices: readonly NoticeText[], more: number): string {
  const [first] = notices;
  if (first && notices.length === 1 && more === 0) return `Latchkey: ${first.title}`;
  return `Latchkey: ${notices.length + more} notices`;
}
