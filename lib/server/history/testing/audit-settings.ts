import { randomBytes } from "node:crypto";
import { setSettings } from "@/lib/server/platform/testing/settings";

type AuditSettings = Partial<Record<`LATCHKEY_AUDIT_${"KEY" | "OLD_KEYS" | "KEY_FROM" | "HEADS" | "WEBHOOK"}`, string>>;

/** An empty value counts as unset. */
const NONE: AuditSettings = {
  LATCHKEY_AUDIT_KEY: "",
  LATCHKEY_AUDIT_OLD_KEYS: "",
  LATCHKEY_AUDIT_KEY_FROM: "",
  LATCHKEY_AUDIT_HEADS: "",
  LATCHKEY_AUDIT_WEBHOOK: "",
};

/** Makes these the settings of the history in this process, and no others, until `restoreSettings`. */
export function setAuditSettings(settings: AuditSettings): void {
  setSettings({ ...NONE, ...settings });
}

/** A new key for a setting. */
export const newKey = (id: string) => `${id}:${randomBytes(32).toString("base64")}`;
