import { vi } from "vitest";
import { resetEnv } from "@/lib/server/platform/env";

/** Changes these settings, until `restoreSettings`. */
export function setSettings(settings: Record<string, string>): void {
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  resetEnv();
}

/** Undoes all of `setSettings`. */
export function restoreSettings(): void {
  vi.unstubAllEnvs();
  resetEnv();
}

/** A provider that no test reaches. */
export const PROVIDER = {
  OIDC_ISSUER: "https://id.example.com",
  OIDC_CLIENT_ID: "i",
  OIDC_CLIENT_SECRET: "s",
};

/** All settings of an app at this address that signs people in through `PROVIDER`. */
export const settingsAt = (url: string) => ({
  ...PROVIDER,
  NEXTAUTH_URL: url,
  NEXTAUTH_SECRET: "0123456789abcdef0123456789abcdef",
  CAMUNDA_CONSOLE_CLIENT_ID: "i",
  CAMUNDA_CONSOLE_CLIENT_SECRET: "s",
  LATCHKEY_DEMO: "0",
});
