import { describe, expect, it } from "vitest";
import { may, type Right, requireRight } from "@/lib/server/access/rights";
import { AUDITOR, OWNER } from "@/lib/server/access/testing/principals";
import { db } from "@/lib/server/platform/database/db";
import { describeOnBothDatabases } from "@/lib/server/platform/testing/database";

/** Every right, and whether an owner and an auditor have it. */
const MATRIX: Record<Right, [owner: boolean, auditor: boolean]> = {
  "clusters.read": [true, true],
  "clients.read": [true, true],
  "clients.create": [true, false],
  "clients.delete": [true, false],
  "clients.test": [true, false],
  "audit.read": [true, true],
};
const CASES = Object.entries(MATRIX).map(([right, allowed]) => ({ right, allowed }));
const isRight = (name: string): name is Right => name in MATRIX;

describe("rights", () => {
  it.each(CASES)("$right: owner and auditor $allowed", ({ right, allowed }) => {
    if (isRight(right)) expect((["owner", "auditor"] as const).map((role) => may(role, right))).toEqual(allowed);
  });
});

describeOnBothDatabases("requiring a right", () => {
  it.each(CASES)("$right passes, or is refused and recorded", async ({ right, allowed }) => {
    if (!isRight(right)) return;
    const clusterId = crypto.randomUUID();
    for (const [at, actor] of [OWNER, AUDITOR].entries()) {
      const attempt = requireRight(actor, right, { clusterId, clientId: "c" });
      if (allowed[at]) await attempt;
      else await expect(attempt).rejects.toMatchObject({ code: "forbidden", status: 403 });
    }
    const refusals = allowed.filter((isAllowed) => !isAllowed).length;
    const events = await db().auditEvent.findMany({ where: { clusterId } });
    expect(events).toHaveLength(refusals);
    for (const event of events)
      expect(event).toMatchObject({
        action: "access.refuse",
        outcome: "refused",
        actorId: AUDITOR.memberId,
        role: "auditor",
        address: AUDITOR.address,
        clientId: "c",
        detail: JSON.stringify({ right }),
      });
  });
});
