import type { Principal } from "@/lib/server/access/principal";

const request = { address: "127.0.0.1", requestId: "5f0c2f0e-7a53-4a58-9f57-000000000001" };

/** People for tests, as a live session would give them. */
export const OWNER: Principal = { memberId: "owner-1", name: "Test owner", role: "owner", ...request };
export const SECOND_OWNER: Principal = { memberId: "owner-2", name: "Second owner", role: "owner", ...request };
export const AUDITOR: Principal = { memberId: "auditor-1", name: "Test auditor", role: "auditor", ...request };
