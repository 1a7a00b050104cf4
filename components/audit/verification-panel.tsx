"use client";

import { Banner } from "@/components/ui/feedback/banner";
import { LiveRegion } from "@/components/ui/feedback/live-region";
import { ProgressBar } from "@/components/ui/feedback/progress-bar";
import { TextLink } from "@/components/ui/text/text-link";
import { Time } from "@/components/ui/time/time";
import { type VerificationState, verificationText } from "@/lib/contract/verification";

type Check = NonNullable<VerificationState["check"]>;

const PLACES = { file: "the file in LATCHKEY_AUDIT_HEADS", webhook: "the webhook in LATCHKEY_AUDIT_WEBHOOK" };

/** How far the check of the history is, or what the last one found, and whether its newest event is kept outside. */
export function VerificationPanel({ state: { check, heads } }: { state: VerificationState }) {
  return (
    <div className="flex flex-col gap-3 empty:hidden">
      <LiveRegion message={check ? announcement(check) : ""} />
      {check && (check.endedAt === null ? <Running {...check} /> : <Ended {...check} endedAt={check.endedAt} />)}
      {heads.map(
        ({ place, at, failed }) =>
          failed && (
            <Banner key={place} tone="warn" title={`Couldn't save the newest event to ${PLACES[place]}`}>
              {at === null ? (
                "It hasn't worked since this instance started."
              ) : (
                <>
                  Last worked: <Time at={at} />
                </>
              )}{" "}
              The log says why. Latchkey tries again every hour.
            </Banner>
          ),
      )}
    </div>
  );
}

function Running({ checked, total }: Check) {
  return (
    <div className="flex max-w-prose flex-col gap-2">
      <p className="tabular-nums">
        {total === 0 ? "Starting." : `${checked.toLocaleString("en")} of ${total.toLocaleString("en")} events checked.`}{" "}
        You can leave this page and come back.
      </p>
      <ProgressBar label="Verification of the audit log" done={checked} total={total} />
    </div>
  );
}

function Ended({ result, endedAt }: Check & { endedAt: string }) {
  if (!result)
    return (
      <Banner tone="bad" title="Couldn't finish the check">
        The database did not respond. Try again in a minute.
      </Banner>
    );
  const { title, text } = verificationText(result);
  const brokenAt = result.ok ? null : result.brokenAt;
  return (
    <Banner
      tone={result.ok ? "info" : "bad"}
      title={title}
      action={
        brokenAt !== null && brokenAt > 0 && <TextLink href={`/audit?upTo=${brokenAt}`}>Show event {brokenAt}</TextLink>
      }
    >
      {text} Checked <Time at={endedAt} />
    </Banner>
  );
}

/** What a screen reader hears: the beginning and the end, and not each step. */
function announcement({ endedAt, result }: Check): string {
  if (endedAt === null) return "Verifying the audit log";
  return result ? verificationText(result).title : "Couldn't finish the check";
}
