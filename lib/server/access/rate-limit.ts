import "server-only";
import { isIPv6 } from "node:net";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { z } from "zod";
import { AppError } from "@/lib/server/platform/errors";
import { processState } from "@/lib/server/platform/process-state";

/**
 * Limits per minute: sign-ins per address (of IPv6: per network), the others per member. `request` counts every API call and every page.
 * `refusal` counts refusals that add an event to the history, `stranger` those of people who are not signed in, for each
 * address, and `strangers` for all of them. `emergency` counts tries of the emergency password for each address, and
 * `emergencies` all of them. `calendar` counts readings of calendar feeds for each address.
 */
const PER_MINUTE = {
  "sign-in": 60,
  request: 600,
  refusal: 60,
  stranger: 10,
  strangers: 60,
  emergency: 5,
  emergencies: 20,
  create: 30,
  rotate: 60,
  delete: 30,
  "connection-test": 20,
  "secret-event": 120,
  edit: 1_000,
  "history-reading": 5,
  verify: 10,
  export: 10,
  calendar: 60,
  "calendar-address": 10,
  sync: 10,
  "notice-test": 10,
  setup: 40,
} as const;
export type Limited = keyof typeof PER_MINUTE;

const limiters = processState("rate-limits", () => new Map<Limited, RateLimiterMemory>());

/**
 * Who is counted: of an IPv6 address its network of 64 bits, because one person has as many addresses in it as they
 * like. IPv4 addresses in the form of IPv6 stay whole.
 */
function counted(who: string): string {
  if (!isIPv6(who)) return who;
  const address = new URL(`http://[${who.split("%")[0]}]`).hostname.slice(1, -1);
  if (address.startsWith("::ffff:")) return address;
  const [before = [], after = []] = address.split("::").map((part) => part.split(":").filter(Boolean));
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => "0");
  return [...before, ...zeros, ...after].slice(0, 4).join(":");
}

/** Not by its class: Next bundles pages and routes apart, and a limiter that the one made throws the one's class. */
const refusalSchema = z.object({ msBeforeNext: z.number() });

/**
 * Counts `uses` of `what` by `who` in this process.
 * @throws AppError rate_limited, with the seconds to wait
 */
export async function limit(what: Limited, who: string, uses = 1): Promise<void> {
  const limiter = limiters.get(what) ?? new RateLimiterMemory({ points: PER_MINUTE[what], duration: 60 });
  limiters.set(what, limiter);
  try {
    await limiter.consume(counted(who), uses);
  } catch (error) {
    const refusal = refusalSchema.safeParse(error);
    if (!refusal.success) throw error;
    throw new AppError("rate_limited", { retryAfter: Math.max(1, Math.ceil(refusal.data.msBeforeNext / 1000)) });
  }
}
