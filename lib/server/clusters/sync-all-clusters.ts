import "server-only";
import { ERRORS } from "@/lib/contract/errors";
import type { SyncState } from "@/lib/contract/sync";
import { type Principal, visibleClusters } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { configuredAccount } from "@/lib/server/camunda/account";
import { beginJob, isRunning } from "@/lib/server/jobs/runner";
import { db } from "@/lib/server/platform/database/db";
import { env } from "@/lib/server/platform/env";
import { errorCodeOf } from "@/lib/server/platform/errors";
import { activityJob } from "@/lib/server/sync/activity-job";
import { findOrganization } from "@/lib/server/sync/stored-clusters";
import { syncJob } from "@/lib/server/sync/sync-job";

/** How far the sync of all clusters is, whichever instance runs it. @throws AppError forbidden */
export async function getSync(principal: Principal): Promise<SyncState> {
  await requireRight(principal, "clients.read");
  const [job, { syncError, clustersListedAt }] = await Promise.all([
    db().job.findUnique({ where: { name: syncJob().name } }),
    findOrganization(configuredAccount()),
  ]);
  const startedAt = job?.startedAt ?? null;
  const known = { AND: [{ goneAt: null }, visibleClusters(principal)] };
  const tried = { ...known, syncTriedAt: { gte: startedAt ?? new Date() } };
  const [total, done, failed] = await Promise.all([
    db().cluster.count({ where: known }),
    db().cluster.count({ where: tried }),
    db().cluster.count({ where: { ...tried, syncError: { not: null } } }),
  ]);
  const isOn = job !== null && isRunning(job);
  const isFinished = !isOn && startedAt !== null && job?.ranAt != null && job.ranAt >= startedAt;
  const endedAt = isFinished ? job.ranAt : null;
  const listedSince = { ...known, clientsListedAt: { gt: endedAt ?? new Date() } };
  // Console has responded to a page since then, and the sync is retried soon.
  const isOver =
    syncError === null ||
    (env().syncMs > 0 &&
      ((clustersListedAt ?? 0) > (endedAt ?? new Date()) || (await db().cluster.count({ where: listedSince })) > 0));
  const code = isOver ? null : errorCodeOf(syncError);
  return {
    isRunning: isOn,
    done,
    total,
    failed,
    startedAt: startedAt?.toISOString() ?? null,
    finishedAt: endedAt?.toISOString() ?? null,
    error: code && { code, message: ERRORS[code][1] },
  };
}

/**
 * Begins a sync of all clusters, or joins the one that is running. The activity log is read beside it.
 * @throws AppError forbidden
 */
export async function beginSync(principal: Principal): Promise<SyncState> {
  await requireRight(principal, "clients.read");
  await beginJob(syncJob());
  await beginJob(activityJob());
  return getSync(principal);
}
