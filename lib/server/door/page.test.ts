import { beforeEach, expect, it, vi } from "vitest";
import { loadPage } from "@/lib/server/door/page";
import { inRequest } from "@/lib/server/identity/testing/request-scope";
import { cookieOf, openVisit, type Visit } from "@/lib/server/identity/testing/visits";
import { db } from "@/lib/server/platform/database/db";
import { processState } from "@/lib/server/platform/process-state";
import { describeOnBothDatabases } from "@/lib/server/platform/testing/database";

beforeEach(() => {
  processState("rate-limits", () => new Map()).clear();
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
});

/** Opens a page. @returns what it loads, or the digest of what it throws, which for a redirect has its target */
async function open(visit: Visit | null, load: () => Promise<string> = async () => "loaded"): Promise<string> {
  const headers = new Headers({ "x-latchkey-path": "/audit" });
  if (visit) headers.set("cookie", cookieOf(visit));
  return inRequest(headers, () => loadPage(load)).catch(({ digest }) => digest);
}

describeOnBothDatabases("a page", () => {
  const refusals = ({ memberId }: Visit) =>
    db().auditEvent.findMany({ where: { actorId: memberId, action: "access.refuse" } });

  it("is loaded for a member with a role, and leads others to sign-in", async () => {
    expect(await open(await openVisit("auditor"))).toBe("loaded");
    expect(await open(null)).toContain("/sign-in?callbackUrl=%2Faudit");
  });

  it("that is refused for lack of a role leaves an event, sixty times a minute at most", async () => {
    const visit = await openVisit(null);
    expect(await open(visit)).toContain("/no-access");
    expect(await refusals(visit)).toMatchObject([
      { outcome: "refused", detail: '{"code":"no_access","request":"/audit"}' },
    ]);
    for (let turn = 0; turn < 65; turn++) expect(await open(visit)).toContain("/no-access");
    expect(await refusals(visit)).toHaveLength(60);
  });

  it("leads to the page for members without a role even when that can't be recorded", async () => {
    const visit = await openVisit(null);
    vi.spyOn(db(), "$transaction").mockRejectedValueOnce(new Error("read-only"));
    expect(await open(visit)).toContain("/no-access");
    vi.restoreAllMocks();
  });
});
