import { Status } from "@/components/ui/feedback/status";
import { Time } from "@/components/ui/time/time";
import type { ErrorCode } from "@/lib/contract/errors";

/** Why one cluster could not be read. The messages of the errors themselves are about a whole page. */
const REASONS = new Map<ErrorCode, string>([
  ["console_credentials", "401: Camunda does not accept Latchkey's API client"],
  ["console_denied", "403: Latchkey's API client may not read this cluster"],
  ["cluster_not_found", "404: Camunda no longer has this cluster"],
  ["console_busy", "429: Camunda asked Latchkey to slow down"],
  ["console_timeout", "Console did not respond in time"],
  ["console_unreachable", "Console could not be reached"],
  ["console_queue", "Too many requests to Console were waiting"],
  ["console_broken", "Console sent an unreadable response"],
]);

/** Why the last sync could not read a cluster's clients, and how old those are that are shown. */
export function SyncFailure({ code, asOf }: { code: ErrorCode; asOf: string | null }) {
  return (
    <span className="block text-sm text-text-muted wrap-anywhere">
      <Status tone="warn">
        <span>
          {REASONS.get(code) ?? "An error inside Latchkey"};{" "}
          {asOf === null ? (
            "not synced yet"
          ) : (
            <>
              last synced <Time at={asOf} relative={false} />
            </>
          )}
        </span>
      </Status>
    </span>
  );
}
