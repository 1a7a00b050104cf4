import { queryOptions } from "@tanstack/react-query";
import { get } from "@/lib/browser/api";

const schema = async () => (await import("@/lib/contract/emergency-access")).emergencyAccessSchema;

/** Whether the emergency sign-in is in use. */
export const emergencyAccessQuery = queryOptions({
  queryKey: ["emergency-access"],
  queryFn: () => get("/api/emergency-access", schema),
});
