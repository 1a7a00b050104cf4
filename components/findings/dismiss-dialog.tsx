"use client";

import { useState } from "react";
import { dayIn } from "@/components/findings/days";
import { ActionFailure } from "@/components/states/action-failure";
import { useAction } from "@/components/states/use-action";
import { ConfirmDialog } from "@/components/ui/dialog/confirm-dialog";
import { TextArea } from "@/components/ui/field/text-area";
import { TextField } from "@/components/ui/field/text-field";
import { dismissFindings } from "@/lib/browser/findings";
import { FINDING_TITLES, type FindingRule } from "@/lib/contract/finding-rules";
import type { Finding } from "@/lib/contract/findings";

/** How long a dismissal lasts unless somebody chooses another day. The server accepts a year. */
const PROPOSED_DAYS = 90;
const MOST_DAYS = 365;

type DismissDialogProps = {
  rule: FindingRule;
  findings: readonly Finding[];
  onDismissed: (until: string) => Promise<void>;
  onCancel: () => void;
};

/** Asks why findings can wait, and until when. */
export function DismissDialog({ rule, findings, onDismissed, onCancel }: DismissDialogProps) {
  const [reason, setReason] = useState("");
  const [until, setUntil] = useState(() => dayIn(PROPOSED_DAYS));
  const { isPending, failure, run } = useAction();
  const [first] = findings;
  const what = findings.length === 1 && first ? `“${first.clientName}”` : `${findings.length} clients`;
  const errorOf = (field: string) => failure?.fields[`dismissal.${field}`];
  const hasFieldError = errorOf("reason") !== undefined || errorOf("until") !== undefined;

  const confirm = async () => {
    await dismissFindings(rule, findings, { reason: reason.trim(), until });
    await onDismissed(until);
  };
  return (
    <ConfirmDialog
      open
      asksToDiscard
      title={`Dismiss “${FINDING_TITLES[rule]}” for ${what}?`}
      description="It is no longer counted, and comes back on the day that you choose. The history keeps your reason."
      confirmLabel="Dismiss"
      pendingLabel="Dismissing…"
      pending={isPending}
      ready={reason.trim() !== "" && until !== ""}
      onConfirm={() => void run(confirm)}
      onCancel={onCancel}
    >
      {!hasFieldError && <ActionFailure title="Nothing was dismissed" failure={failure} />}
      <TextArea
        label="Why can this wait?"
        error={errorOf("reason")}
        maxLength={300}
        value={reason}
        readOnly={isPending}
        onChange={({ target }) => setReason(target.value)}
      />
      <TextField
        type="date"
        label="Until"
        error={errorOf("until")}
        required
        min={dayIn(1)}
        max={dayIn(MOST_DAYS)}
        value={until}
        readOnly={isPending}
        onChange={({ target }) => setUntil(target.value)}
      />
    </ConfirmDialog>
  );
}
