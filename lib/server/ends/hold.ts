import "server-only";
import { db } from "@/lib/server/platform/database/db";
import { ORGANIZATION_ID } from "@/lib/server/platform/organization";

/** The job runs every minute. After a longer pause than this, no instance was up, in milliseconds. */
const SLEPT_MS = 180_000;
/** How long nothing is deleted after that, so that people can see it first, in milliseconds. */
const HOLD_MS = 3_600_000;

/**
 * Holds all deletions for an hour when Latchkey has slept, because ends may have come meanwhile.
 * @returns until when they are held
 */
export async function holdAfterSleep(jobName: string, startedAt: Date): Promise<Date | null> {
  const job = await db().job.findUnique({ where: { name: jobName }, select: { ranAt: true } });
  if (job?.ranAt && startedAt.getTime() - job.ranAt.getTime() > SLEPT_MS)
    await db().organization.updateMany({
      where: { id: ORGANIZATION_ID },
      data: { endsHeldUntil: new Date(startedAt.getTime() + HOLD_MS) },
    });
  const where = { id: ORGANIZATION_ID };
  const organization = await db().organization.findUnique({ where, select: { endsHeldUntil: true } });
  return organization?.endsHeldUntil ?? null;
}
