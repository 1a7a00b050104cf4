import "server-only";
import type { Role } from "@/lib/contract/roles";
import type { EventActor } from "@/lib/server/history/append-event";

/**
 * Who is asking, in one request: a member with a role. A session cookie gives one today; an API token can give one
 * later. Use cases take it first and never read the request.
 */
export type Principal = EventActor & { memberId: string; role: Role };
