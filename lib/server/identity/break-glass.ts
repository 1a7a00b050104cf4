import "server-only";
import { createHash, timingSafeEqual } from "node:crypto";
import Credentials from "next-auth/providers/credentials";
import type { EmergencyAccess } from "@/lib/contract/emergency-access";
import { ALL_CLUSTERS, EMERGENCY_ISSUER } from "@/lib/server/access/grants";
import type { Principal } from "@/lib/server/access/principal";
import { limit } from "@/lib/server/access/rate-limit";
import { requireRight } from "@/lib/server/access/rights";
import { appendEvent } from "@/lib/server/history/append-event";
import { normalizeAddress } from "@/lib/server/identity/email-address";
import type { Identity } from "@/lib/server/identity/member";
import type { RequestFacts } from "@/lib/server/identity/request-facts";
import type { SessionRow } from "@/lib/server/identity/session";
import { db, type Tx, transaction } from "@/lib/server/platform/database/db";
import { type Env, env } from "@/lib/server/platform/env";
import { log } from "@/lib/server/platform/log";
import { isPassword } from "@/lib/server/platform/password-hash";
import { processState } from "@/lib/server/platform/process-state";

/** The provider of the emergency sign-in, for the day on which the identity provider is down. */
export const BREAK_GLASS = "break-glass";

/** The longest emergency session, in milliseconds. */
const LONGEST_MS = 3_600_000;

const tries = processState("emergency-tries", () => ({ last: Promise.resolve() }));

/** A try takes 128 MiB and one thread of Node's pool, so there is one at a time. */
function oneByOne<T>(work: () => Promise<T>): Promise<T> {
  const result = tries.last.then(work);
  tries.last = result.then(
    () => undefined,
    () => undefined,
  );
  return result;
}

const digest = (text: string) => createHash("sha256").update(text).digest();

/** Whether both are right. A wrong address takes as long as a wrong password, and nobody is told which it was. */
async function isRight({ email, hash }: NonNullable<Env["breakGlass"]>, given: { email: string; password: string }) {
  const isAddress = timingSafeEqual(digest(normalizeAddress(given.email)), digest(normalizeAddress(email)));
  const isHashed = await oneByOne(() => isPassword(given.password, hash));
  return isAddress && isHashed;
}

/** Records a failed try. Unlike other refusals of strangers, all are recorded: the limit of tries is lower. */
async function recordFailure(request: RequestFacts): Promise<void> {
  const actor = { memberId: null, name: "Not signed in", role: null, ...request };
  const detail = { code: "sign_in_wrong_password" };
  await transaction((tx) => appendEvent(tx, actor, { action: "session.emergency", outcome: "refused", detail }));
}

/** The emergency sign-in: the address and the password whose hash are in the settings. */
export function breakGlassProvider(settings: NonNullable<Env["breakGlass"]>, request: RequestFacts) {
  return Credentials({
    id: BREAK_GLASS,
    name: "Emergency sign-in",
    credentials: { email: {}, password: {} },
    authorize: async (given) => {
      try {
        await limit("emergency", request.address ?? "unknown");
        await limit("emergencies", "all");
      } catch {
        log.warn("emergency sign-in refused", { ...request, code: "rate_limited" });
        // next-auth puts this word into the address that it responds with.
        throw new Error("RateLimited");
      }
      const { email = "", password = "" } = given ?? {};
      if (await isRight(settings, { email, password })) return { id: BREAK_GLASS };
      log.warn("emergency sign-in failed", request);
      await recordFailure(request).catch((error: unknown) => log.error("refusal not stored", { ...request, error }));
      return null;
    },
  });
}

/** Who signs in with the emergency password. It has no grants, so it is never the owner who is left. */
export function breakGlassIdentity(): Identity {
  const { breakGlass } = env();
  if (!breakGlass) throw new Error("There is no emergency sign-in.");
  const { email } = breakGlass;
  return {
    issuer: EMERGENCY_ISSUER,
    subject: normalizeAddress(email),
    name: `Emergency access (${email})`,
    email,
    emailVerified: false,
    role: null,
  };
}

/** Makes a new session one of an owner, for itself alone and for at most an hour. */
export function makeEmergency(tx: Tx, { id, createdAt, expiresAt }: SessionRow): Promise<SessionRow> {
  const end = Math.min(expiresAt.getTime(), createdAt.getTime() + LONGEST_MS);
  const access = JSON.stringify({ [ALL_CLUSTERS]: "owner" });
  return tx.session.update({ where: { id }, data: { access, expiresAt: new Date(end) } });
}

/** The emergency session that is live at this moment, for the notice on every page. The first, if there are more. */
export async function findEmergencyAccess(principal: Principal): Promise<EmergencyAccess> {
  await requireRight(principal, "clusters.read");
  if (!env().breakGlass) return { live: null };
  const now = Date.now();
  const session = await db().session.findFirst({
    where: {
      provider: BREAK_GLASS,
      member: { issuer: EMERGENCY_ISSUER },
      revokedAt: null,
      expiresAt: { gt: new Date(now) },
      lastSeenAt: { gt: new Date(now - env().sessionIdleMs) },
    },
    orderBy: { createdAt: "asc" },
    include: { member: { select: { email: true } } },
  });
  return { live: session && { since: session.createdAt.toISOString(), by: session.member.email ?? "" } };
}
