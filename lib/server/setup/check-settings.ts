import "server-only";
import type { SetupCheck } from "@/lib/contract/setup";
import { EnvError, env } from "@/lib/server/platform/env";
import { fault, ok, warning } from "@/lib/server/setup/check";

/** Checks the settings of this process. None of them is shown. */
export function checkSettings(): SetupCheck[] {
  try {
    const { audit } = env();
    return [
      ok("Settings", "All required settings are set, and all values are valid."),
      ok("NEXTAUTH_SECRET", "It is set and strong enough. All instances need the same one."),
      audit.keys.current
        ? ok("LATCHKEY_AUDIT_KEY", `New events of the audit log are signed with the key ${audit.keys.current.id}.`)
        : warning(
            "LATCHKEY_AUDIT_KEY",
            "It is not set, so anyone who can write to the database can replace the audit log unnoticed.",
            "Set it to an ID, a colon and the output of openssl rand -base64 32, and keep a copy outside of the database.",
          ),
    ];
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    return error.faults.map((line) =>
      fault("Settings", line, "Correct it in the environment or in .env. Latchkey does not start without it."),
    );
  }
}
