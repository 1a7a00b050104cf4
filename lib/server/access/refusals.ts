import "server-only";
import { limit } from "@/lib/server/access/rate-limit";
import { appendEvent, type EventActor, type EventEntry } from "@/lib/server/history/append-event";
import { transaction } from "@/lib/server/platform/database/db";
import { AppError } from "@/lib/server/platform/errors";
import { log } from "@/lib/server/platform/log";

/** Someone without a live session, of whom only the network address is known. */
const NOBODY = { memberId: null, name: "Not signed in", role: null };

type Origin = Pick<EventActor, "address" | "requestId">;
type Refusal = Pick<EventEntry, "action" | "detail">;

/**
 * Records that someone without a live session was refused. Events can't be removed, so there is a limit for each
 * address, and one for all of them, because an attacker can have many. Beyond them the log alone knows. The refusal
 * stands whether or not it can be recorded, so this never throws.
 */
export async function recordStranger(origin: Origin, refusal: Refusal): Promise<void> {
  const record = async () => {
    await limit("stranger", origin.address ?? "unknown");
    await limit("strangers", "all");
    await append({ ...NOBODY, ...origin }, refusal);
  };
  await quietly(record, origin);
}

/** Records that a member was refused, up to the limit of refusals. Like `recordStranger`, it never throws. */
export async function recordRefusal(member: EventActor & { memberId: string }, refusal: Refusal): Promise<void> {
  const record = async () => {
    await limit("refusal", member.memberId);
    await append(member, refusal);
  };
  await quietly(record, member);
}

function append(actor: EventActor, refusal: Refusal): Promise<void> {
  return transaction((tx) => appendEvent(tx, actor, { ...refusal, outcome: "refused" }));
}

async function quietly(record: () => Promise<void>, { address, requestId }: Origin): Promise<void> {
  await record().catch((error: unknown) => {
    if (error instanceof AppError && error.code === "rate_limited") return;
    log.error("refusal not stored", { address, requestId, error });
  });
}
