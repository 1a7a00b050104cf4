import "server-only";
import { may } from "@/lib/contract/rights";
import type { Checklist } from "@/lib/contract/setup";
import { EMERGENCY_ISSUER } from "@/lib/server/access/grants";
import type { Principal } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { db } from "@/lib/server/platform/database/db";
import { env } from "@/lib/server/platform/env";

/** The newest event of an action, by anybody or by one member. One statement over an index. */
const newest = (where: { action: string; outcome?: string; actorId?: string }) =>
  db().auditEvent.findFirst({ where, orderBy: { seq: "desc" }, select: { clusterId: true, at: true } });

/** The job that seeds a demo's history. Events before its end are examples, not steps that somebody took. */
export const DEMO_SEED = "demo-seed";

async function newestSinceSeed(events: readonly Parameters<typeof newest>[0][]) {
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
      label: "See who made what",
      hint: "The audit log has every change and who made it.",
      href: "/audit",
      isDone: null,
    },
    {
      id: "stale",
      label: "Find what is stale",
      hint: "Findings lists clients that are old, have no owner or have more scopes than they need.",
      href: "/findings",
      isDone: null,
    },
  ];
  return { title: "First steps", steps: may(role, "clients.create") ? [...changes, ...looks] : looks };
}

/** What a new installation still needs, for its owners. Null when all is done. */
async function installationChecklist({ memberId }: Principal): Promise<Checklist | null> {
  // An invited person has no issuer yet, and SQL's null is not unequal to anything.
  const somebody = { OR: [{ issuer: null }, { issuer: { not: EMERGENCY_ISSUER } }] };
  const invited = { id: { not: memberId }, removedAt: null, ...somebody };
  const [checked, synced, member, backup] = await Promise.all([
    newest({ action: "setup.check", outcome: "succeeded" }),
    db().job.findUnique({ where: { name: "sync" }, select: { ranAt: true } }),
    db().member.findFirst({ where: invited, select: { id: true } }),
    newest({ action: "setup.note" }),
  ]);
  const steps = [
    {
      id: "rights",
      label: "API client's rights checked",
      hint: "The setup check asks Camunda what Latchkey may do.",
      href: "/settings/setup",
      isDone: checked !== null,
    },
    {
      id: "sync",
      label: "First sync",
      hint: "Sync now reads all clusters and their clients.",
      href: "/clusters",
      isDone: synced?.ranAt != null,
    },
    {
      id: "member",
      label: "First member invited",
      hint: "Add the people who create clients, and a second owner.",
      href: "/settings/members",
      isDone: member !== null,
    },
    {
      id: "backup",
      label: "Backup noted",
      hint: "The history is only in the database. Back it up, then note it here.",
      href: "/settings/setup",
      isDone: backup !== null,
    },
  ];
  return steps.every(({ isDone }) => isDone) ? null : { title: "Set up Latchkey", steps };
}

/**
 * The checklist of this member: in the demo one that leads through the product, in a new installation one for owners.
 * Null when there is none. At most four small statements, and no upstream call.
 * @throws AppError forbidden
 */
export async function findChecklist(principal: Principal): Promise<Checklist | null> {
  await requireRight(principal, "clusters.read");
  if (env().demo) return demoChecklist(principal);
  return may(principal.role, "setup.check") ? installationChecklist(principal) : null;
}
