import { randomBytes } from "node:crypto";
import { resetEnv } from "@/lib/server/platform/env";

type AuditSettings = Partial<
  Record<`LATCHKEY_AUDIT_${"KEY" | "OLD_KEYS" | "KEY_FROM" | "HEADS" | "WEBHOOK"}`, string | undefined>
>;

const NONE: AuditSettings = {
  LATCHKEY_AUDIT_KEY: undefined,
  LATCHKEY_AUDIT_OLD_KEYS: undefined,
  LATCHKEY_AUDIT_KEY_FROM: undefined,
  LATCHKEY_AUDIT_HEADS: undefined,
  LATCHKEY_AUDIT_WEBHOOK: undefined,
};

/** Makes these the settings of the history in this process. Without arguments, none. Undo it after the test. */
export function setAuditSettings(settings: AuditSettings = {}): void {
  for (const [name, value] of Object.entries({ ...NONE, ...settings })) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  resetEnv();
}

/** A new key for a setting. */
export const newKey = (id: string) => `${id}:${randomBytes(32).toString("base64")}`;
