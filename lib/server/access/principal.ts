import "server-only";
import type { Role } from "@/lib/contract/roles";
import type { EventActor } from "@/lib/server/history/append-event";

/**
 * Who sends a request: a member with a role. It comes from a session cookie today, and can come from an API token
 * later. It is the first parameter of every use case, and use cases never read the request.
 */
export type Principal = EventActor & { memberId: string; role: Role };
