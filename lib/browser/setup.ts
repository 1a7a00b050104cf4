import { post, send } from "@/lib/browser/api";
import type { SetupCheck } from "@/lib/contract/setup";
import type { SetupPart } from "@/lib/contract/setup-parts";

/** Checks one part of the setup. @throws ApiError */
export async function checkSetup(part: SetupPart): Promise<SetupCheck[]> {
  const { checks } = await post(
    "/api/setup",
    { part },
    async () => (await import("@/lib/contract/setup")).setupChecksSchema,
  );
  return checks;
}

/** Notes that the database is backed up. @throws ApiError */
export function noteBackup(): Promise<void> {
  return send("PATCH", "/api/setup", { backup: true });
}
