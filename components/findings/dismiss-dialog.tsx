"use client";

import { useState } from "react";
import { dayIn } from "@/components/findings/days";
import { ActionFailure } from "@/components/states/action-failure";
import { ConfirmDialog } from "@/components/ui/dialog/confirm-dialog";
import { TextArea } from "@/components/ui/field/text-area";
import { TextField } from "@/components/ui/field/text-field";
import type { ApiError } from "@/lib/browser/api";
import { FINDING_TITLES, type FindingRule } from "@/lib/contract/finding-rules";
import type { DismissInput, Finding } from "@/lib/contract/findings";

/** How long a dismissal lasts unless somebody chooses another day. The server accepts a year. */
const PROPOSED_DAYS = 90;
const MOST_DAYS = 365;

export type Dismissal = NonNullable<DismissInput["dismissal"]>;

type DismissDialogProps = {
  rule: FindingRule;
  findings: readonly Finding[];
  /** What was typed before, when that failed, and why it did. */
  draft: Dismissal | null;
  failure: ApiError | null;
  onDismiss: (dismissal: Dismissal) => void;
  onCancel: () => void;
};

/** Asks why findings can wait, and until when. */
export function DismissDialog({ rule, findings, draft, failure, onDismiss, onCancel }: DismissDialogProps) {
  const [reason, setReason] = useState(draft?.reason ?? "");
  const [until, setUntil] = useState(() => draft?.until ?? dayIn(PROPOSED_DAYS));
  const [first] = findings;
  const what = findings.length === 1 && first ? `“${first.clientName}”` : `${findings.length} clients`;
  const [earliest, latest] = [dayIn(1), dayIn(MOST_DAYS)];
  const isDayGood = until >= earliest && until <= latest;
  return (
    <ConfirmDialog
      open
      asksToDiscard={failure ? "always" : true}
      title={`Dismiss “${FINDING_TITLES[rule]}” for ${what}?`}
      description="It is not counted until the day that you choose. The audit log keeps your reason."
      confirmLabel="Dismiss"
      ready={reason.trim() !== "" && isDayGood}
      onConfirm={() => onDismiss({ reason: reason.trim(), until })}
      onCancel={onCancel}
    >
      <ActionFailure title="Nothing was changed" failure={failure} />
      <TextArea
        label="Why can this wait?"
        maxLength={300}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
      />
      <TextField
        type="date"
        label="Until"
        error={until !== "" && !isDayGood ? `Choose a day from ${earliest} to ${latest}.` : undefined}
        required
        min={earliest}
        max={latest}
        value={until}
        onChange={({ target }) => setUntil(target.value)}
      />
    </ConfirmDialog>
  );
}
