import { beforeEach, expect, it, vi } from "vitest";
import { z } from "zod";
import { limit } from "@/lib/server/access/rate-limit";
import { loadPage, pageParam } from "@/lib/server/door/page";
import { inRequest } from "@/lib/server/identity/testing/request-scope";
import { cookieOf, openVisit, type Visit } from "@/lib/server/identity/testing/visits";
import { db } from "@/lib/server/platform/database/db";
import { AppError } from "@/lib/server/platform/errors";
import { processState } from "@/lib/server/platform/process-state";
import { describeOnBothDatabases } from "@/lib/server/platform/testing/database";

beforeEach(() => {
  processState("rate-limits", () => new Map()).clear();
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  // What Next sets for `authInterrupts` of next.config.js.
  vi.stubEnv("__NEXT_EXPERIMENTAL_AUTH_INTERRUPTS", "true");
});

/** Opens a page. @returns what it loads, or the digest of what it throws, which for a redirect has its target */
async function open(
  visit: Visit | null,
  load: Parameters<typeof loadPage<string>>[0] = async () => "loaded",
  sent: Record<string, string> = { "x-latchkey-path": "/audit" },
): Promise<string> {
  const headers = new Headers(sent);
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

  it("puts off the idle end of the session, unless it is fetched ahead", async () => {
    const visit = await openVisit("auditor");
    const lastSeenAt = new Date(Date.now() - 20 * 60_000);
    const where = { memberId: visit.memberId };
    await db().session.updateMany({ where, data: { lastSeenAt } });
    const seenAt = async () => (await db().session.findFirstOrThrow({ where })).lastSeenAt;
    expect(await open(visit, undefined, { "x-latchkey-prefetch": "1" })).toBe("loaded");
    expect(await seenAt()).toEqual(lastSeenAt);
    expect(await open(visit)).toBe("loaded");
    expect(await seenAt()).not.toEqual(lastSeenAt);
  });

  it("gets the principal and the session", async () => {
    const visit = await openVisit("auditor");
    const load = vi.fn(async () => "loaded");
    await open(visit, load);
    const { memberId } = visit;
    expect(load.mock.calls).toMatchObject([[{ memberId, role: "auditor" }, { memberId }]]);
  });

  it("leads back to the start page when its own path is not known", async () => {
    expect(await open(null, undefined, {})).toContain("/sign-in?callbackUrl=%2F;");
  });

  it("counts as a request of its member", async () => {
    const visit = await openVisit("auditor");
    await Promise.all(Array.from({ length: 599 }, () => limit("request", visit.memberId)));
    expect(await open(visit)).toBe("loaded");
    const load = vi.fn(async () => "loaded");
    expect(await open(visit, load, { "x-request-id": "r1" })).toMatch(/^rate_limited\/r1\/./);
    expect(load).not.toHaveBeenCalled();
  });

  it("sends the browser the code, the request ID and the message of an error, a 404 as a page not found, and a missing right as a forbidden one", async () => {
    const visit = await openVisit("auditor");
    const fail = (error: unknown) => () => Promise.reject(error);
    const internal = new AppError("internal");
    expect(await open(visit, fail(internal))).toBe(`internal/unknown/${internal.message}`);
    expect(await open(visit, fail(new Error("a secret")))).toBe(`internal/unknown/${internal.message}`);
    expect(await open(visit, fail(new AppError("cluster_not_found")))).toBe("NEXT_HTTP_ERROR_FALLBACK;404");
    expect(await open(visit, fail(new AppError("forbidden")))).toBe("NEXT_HTTP_ERROR_FALLBACK;403");
  });

  it("is not found for a parameter that can't exist", () => {
    const digestOf = (value: string) => {
      try {
        return pageParam(z.uuid(), value);
      } catch (error) {
        return z.object({ digest: z.string() }).parse(error).digest;
      }
    };
    expect(digestOf("..")).toBe("NEXT_HTTP_ERROR_FALLBACK;404");
    const id = crypto.randomUUID();
    expect(digestOf(id)).toBe(id);
  });
});
