import "server-only";
import { may } from "@/lib/contract/rights";
import type { Verification, VerificationState } from "@/lib/contract/verification";
import type { Principal } from "@/lib/server/access/principal";
import { refuse, requireRight } from "@/lib/server/access/rights";
import { keptHeads } from "@/lib/server/audit/publish-heads";
import { appendEvent } from "@/lib/server/history/append-event";
import { verificationEntry } from "@/lib/server/history/verification-entry";
import { verifyHistory } from "@/lib/server/history/verify-history";
import { writeNotice } from "@/lib/server/outbox/write-notice";
import { transaction } from "@/lib/server/platform/database/db";
import { log } from "@/lib/server/platform/log";
import { processState } from "@/lib/server/platform/process-state";

type Check = { startedAt: Date; checked: number; total: number; endedAt: Date | null; result: Verification | null };

const current = processState("verification", (): { check: Check | null } => ({ check: null }));

/**
 * A check tells how many events there are and which one is broken, so it needs the right on all clusters.
 * @throws AppError forbidden
 */
async function requireVerify(principal: Principal): Promise<void> {
  await requireRight(principal, "audit.verify");
  if (!may(principal.access.everywhere, "audit.verify"))
    await refuse(principal, "forbidden", { detail: { right: "audit.verify" } });
}

/** How far the check of this process is, or what its last one found. @throws AppError forbidden */
export async function findVerification(principal: Principal): Promise<VerificationState> {
  await requireVerify(principal);
  return stateOf(current.check);
}

/**
 * Starts a check of the whole history, unless one is running in this process. It goes on without its reader, and leaves
 * an event when it ends.
 * @throws AppError forbidden
 */
export async function startVerification(principal: Principal): Promise<VerificationState> {
  await requireVerify(principal);
  if (current.check === null || current.check.endedAt !== null) {
    const check = { startedAt: new Date(), checked: 0, total: 0, endedAt: null, result: null };
    current.check = check;
    void runCheck(check, principal);
  }
  return stateOf(current.check);
}

/** Stores what a check found. Owners hear that the history is broken: once for each day and place. */
function storeResult(result: Verification, principal: Principal): Promise<void> {
  return transaction(async (tx) => {
    if (!result.ok) {
      const { brokenAt, reason } = result;
      const day = new Date().toISOString().slice(0, 10);
      const detail = { reason, ...(brokenAt !== null && { brokenAt: String(brokenAt) }) };
      await writeNotice(tx, { kind: "history_broken", key: `${brokenAt ?? "end"}:${day}`, detail });
    }
    await appendEvent(tx, principal, verificationEntry(result));
  });
}

async function runCheck(check: Check, principal: Principal): Promise<void> {
  try {
    const result = await verifyHistory((checked, total) => Object.assign(check, { checked, total }));
    await storeResult(result, principal).catch((error: unknown) =>
      log.error("verification not stored", { memberId: principal.memberId, error }),
    );
    check.result = result;
  } catch (error) {
    log.error("verification failed", { requestId: principal.requestId, error });
  } finally {
    check.endedAt = new Date();
  }
}

function stateOf(check: Check | null): VerificationState {
  return {
    check: check && {
      ...check,
      startedAt: check.startedAt.toISOString(),
      endedAt: check.endedAt?.toISOString() ?? null,
    },
    heads: keptHeads(),
  };
}
