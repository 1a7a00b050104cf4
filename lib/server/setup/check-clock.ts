import "server-only";
import type { SetupCheck } from "@/lib/contract/setup";
import { fault, ok, warning } from "@/lib/server/setup/check";

/** A Date header has whole seconds, and is older than its arrival. */
const NOTICEABLE_S = 5;
/** What next-auth allows between the clock of the identity provider and ours. */
const ACCEPTED_S = 10;

/**
 * Compares the clock of another party with ours.
 * @param aheadMs by how much theirs is ahead, null when it said nothing
 */
export function checkClock(whose: string, aheadMs: number | null): SetupCheck {
  const name = "Clock";
  if (aheadMs === null)
    return warning(
      name,
      `${whose} sent no usable date, so the clocks could not be compared.`,
      "Make sure that this machine sets its clock by NTP.",
    );
  const seconds = Math.abs(Math.round(aheadMs / 1000));
  if (seconds <= NOTICEABLE_S) return ok(name, `Latchkey's clock matches ${whose}'s.`);
  const found = `Latchkey's clock is ${seconds} s ${aheadMs > 0 ? "behind" : "ahead of"} that of ${whose}.`;
  const step = "Set the clock of this machine by NTP.";
  if (seconds <= ACCEPTED_S) return warning(name, found, step);
  return fault(name, `${found} Sign-ins fail when the clocks differ by more than ${ACCEPTED_S} s.`, step);
}
