import * as z from "zod/mini";
import { instantSchema } from "@/lib/contract/instant";

/** GET /api/emergency-access: since when the emergency sign-in is in use, and by which address; null when it is not. */
export const emergencyAccessSchema = z.object({
  live: z.nullable(z.object({ since: instantSchema, by: z.string() })),
});
export type EmergencyAccess = z.infer<typeof emergencyAccessSchema>;
