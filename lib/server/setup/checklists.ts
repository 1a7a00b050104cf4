import "server-only";
import { may } from "@/lib/contract/rights";
import type { Checklist } from "@/lib/contract/setup";
import { EMERGENCY_ISSUER } from "@/lib/server/access/grants";
import type { Principal } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { db } from "@/lib/server/platform/database/db";
import { env } from "@/lib/server/platform/env";
import { ORGANIZATION_ID } from "@/lib/server/platform/organization";

type Events = { action: string; outcome?: string; actorId?: string };
const SELECT = { clusterId: true, at: true } as const;

/** The newest event of an action, by anybody or by one member, and the first. Each is one statement over an index. */
const newest = (where: Events) => db().auditEvent.findFirst({ where, orderBy: { seq: "desc" }, select: SELECT });
const first = (where: Events) => db().auditEvent.findFirst({ where, orderBy: { seq: "asc" }, select: SELECT });

/** The job that seeds a demo's history. Events before its end are examples, not steps that somebody took. */
export const DEMO_SEED = "demo-seed";

async function newestSinceSeed(events: readonly Events[]) {
  const [seed, ...found] = await Promise.all([
    db().job.findUnique({ where: { name: DEMO_SEED }, select: { ranAt: true } }),
    ...events.map(newest),
  ]);
  return found.map((event) => (event && event.at > (seed?.ranAt ?? new Date(0)) ? event : null));
}

/** What leads through the demo, for what this member may do. */
async function demoChecklist({ memberId, role }: Principal): Promise<Checklist> {
  const [created, tested] = may(role, "clients.create")
    ? await newestSinceSeed([
        { actorId: memberId, action: "client.create", outcome: "succeeded" },
        { actorId: memberId, action: "client.test" },
      ])
    : [];
  const place = created?.clusterId ? `/clusters/${created.clusterId}/api` : "/clusters";
  const changes = [
    {
      id: "create",
      label: "Create a client",
      hint: "Choose a cluster, then Create new client.",
      href: "/clusters",
      isDone: created != null,
    },
    {
      id: "test",
      label: "Test it",
      hint: "Test connection is beside the secret of a new client.",
      href: place,
      isDone: tested != null,
    },
  ];
  const looks = [
    {
      id: "made",
      label: "See who created what",
      hint: "The audit log has every change and who made it.",
      href: "/audit",
      isDone: null,
    },
    {
      id: "stale",
      label: "Find stale clients",
      hint: "Findings lists clients that are old, have no owner or have more scopes than they need.",
      href: "/findings",
      isDone: null,
    },
  ];
  return { title: "First steps", steps: may(role, "clients.create") ? [...changes, ...looks] : looks };
}

/** How long a new installation's checklist says that all is done, in milliseconds. */
const ALL_DONE_MS = 24 * 3_600_000;

/** What a new installation still needs, for its owners. Null when all has been done for a day. */
async function installationChecklist({ memberId }: Principal): Promise<Checklist | null> {
  // An invited person has no issuer yet, and SQL's null is not unequal to anything.
  const somebody = { OR: [{ issuer: null }, { issuer: { not: EMERGENCY_ISSUER } }] };
  const invited = { id: { not: memberId }, removedAt: null, ...somebody };
  const [checked, sync, { clustersListedAt }, member, backup] = await Promise.all([
    first({ action: "setup.check", outcome: "succeeded" }),
    db().job.findUnique({ where: { name: "sync" }, select: { ranAt: true } }),
    db().organization.findUniqueOrThrow({ where: { id: ORGANIZATION_ID }, select: { clustersListedAt: true } }),
    db().member.findFirst({ where: invited, orderBy: { createdAt: "asc" }, select: { createdAt: true } }),
    first({ action: "setup.note" }),
  ]);
  const steps = [
    {
      id: "rights",
      label: "Check the API client's rights",
      hint: "The setup check asks Camunda what Latchkey may do.",
      href: "/settings/setup",
      isDone: checked !== null,
    },
    {
      id: "sync",
      label: "Sync for the first time",
      hint: "Sync now reads all clusters and their clients.",
      href: "/clusters",
      // A run may also have failed.
      isDone: sync?.ranAt != null && clustersListedAt !== null,
    },
    {
      id: "member",
      label: "Add a member",
      hint: "Add the people who create clients, and a second owner.",
      href: "/settings/members",
      isDone: member !== null,
    },
    {
      id: "backup",
      label: "Record a backup",
      hint: "The audit log is only in the database. Back it up, then record that here.",
      href: "/settings/setup",
      isDone: backup !== null,
    },
  ];
  const doneAt = Math.max(...[checked?.at, member?.createdAt, backup?.at].map((at) => at?.getTime() ?? 0));
  const isOver = steps.every(({ isDone }) => isDone) && doneAt + ALL_DONE_MS < Date.now();
  return isOver ? null : { title: "Set up Latchkey", steps };
}

/**
 * The checklist of this member: in the demo one that leads through the product, in a new installation one for owners.
 * Null when there is none. At most five small statements, and no upstream call.
 * @throws AppError forbidden
 */
export async function findChecklist(principal: Principal): Promise<Checklist | null> {
  await requireRight(principal, "clusters.read");
  if (env().demo) return demoChecklist(principal);
  return may(principal.role, "setup.check") ? installationChecklist(principal) : null;
}
