import { queryOptions } from "@tanstack/react-query";
import { get, post } from "@/lib/browser/api";
import type { VerificationState } from "@/lib/contract/verification";

const stateSchema = async () => (await import("@/lib/contract/verification")).verificationStateSchema;

/** How often a running check of the history is asked how far it is, in milliseconds. */
const POLL_MS = 1_000;

export const isChecking = (state: VerificationState | undefined) =>
  state?.check != null && state.check.endedAt === null;

/** The last check of the history, polled while it runs. */
export const verificationQuery = queryOptions({
  queryKey: ["verification"],
  queryFn: () => get("/api/audit-events/verification", stateSchema),
  refetchInterval: ({ state }) => (isChecking(state.data) ? POLL_MS : false),
});

/** Starts a check of the history, or finds the one that runs. @throws ApiError */
export function startVerification(): Promise<VerificationState> {
  return post("/api/audit-events/verification", {}, stateSchema);
}
