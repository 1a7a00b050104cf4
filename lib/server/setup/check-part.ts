import "server-only";
import type { SetupCheck } from "@/lib/contract/setup";
import type { SetupPart } from "@/lib/contract/setup-parts";
import { checkActivity, checkCamunda } from "@/lib/server/setup/check-camunda";
import { checkDatabase } from "@/lib/server/setup/check-database";
import { checkIdentity } from "@/lib/server/setup/check-identity";
import { checkSettings } from "@/lib/server/setup/check-settings";

const CHECKS: Record<SetupPart, () => SetupCheck[] | Promise<SetupCheck[]>> = {
  settings: checkSettings,
  database: checkDatabase,
  camunda: checkCamunda,
  activity: checkActivity,
  identity: checkIdentity,
};

/** Checks one part of the setup: for the page, and for `npm run doctor`, which has no principal. */
export async function checkPart(part: SetupPart): Promise<SetupCheck[]> {
  return CHECKS[part]();
}
