import type { Principal } from "@/lib/server/access/principal";

const request = { address: "127.0.0.1", requestId: "5f0c2f0e-7a53-4a58-9f57-000000000001" };

/** Principals for tests, as from a live session. */
export const OWNER: Principal = {
  memberId: "00000000-0000-4000-8000-000000000001",
  name: "Test owner",
  role: "owner",
  ...request,
};
export const SECOND_OWNER: Principal = {
  memberId: "00000000-0000-4000-8000-000000000002",
  name: "Second owner",
  role: "owner",
  ...request,
};
export const AUDITOR: Principal = {
  memberId: "00000000-0000-4000-8000-000000000003",
  name: "Test auditor",
  role: "auditor",
  ...request,
};
