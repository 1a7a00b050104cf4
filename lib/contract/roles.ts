import * as z from "zod/mini";

/** Owners can do everything. Auditors can see everything and change nothing. */
const ROLES = ["owner", "auditor"] as const;

export const roleSchema = z.enum(ROLES);
export type Role = z.infer<typeof roleSchema>;
