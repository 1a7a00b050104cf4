"use client";

import type { Edited } from "@/components/metadata/edit-clients-dialog";
import { daysText, useDateSteps } from "@/components/metadata/use-date-steps";
import { ActionFailure } from "@/components/states/action-failure";
import { Button } from "@/components/ui/button/button";
import { PUT_OFF_DAYS } from "@/lib/contract/end-choices";

type Named = { clusterId: string; clientId: string; name: string };
type StepProps = {
  client: Named;
  onDone: (edited: Edited) => void;
};

/** Puts off a client's end by one press. */
export function PutOff({ client, onDone }: StepProps) {
  const { failure, isBusy, putOff } = useDateSteps(onDone);
  return (
    <div className="flex flex-col gap-2 py-1">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls of a form. */}
      <div role="group" aria-label={`Postpone the end of ${client.name}`} className="flex flex-wrap items-center gap-2">
        <span className="text-sm text-text-muted">Postpone by</span>
        {PUT_OFF_DAYS.map((days) => (
          <Button key={days} size="sm" aria-disabled={isBusy || undefined} onClick={() => putOff(client, days)}>
            {daysText(days)}
          </Button>
        ))}
      </div>
      <ActionFailure title="The end was not postponed" failure={failure} />
    </div>
  );
}

/** Confirms by one press that a client is still needed. */
export function StillNeeded({ client, onDone }: StepProps) {
  const { failure, isBusy, confirm } = useDateSteps(onDone);
  return (
    <div className="flex flex-col items-start gap-2 py-1">
      <Button size="sm" aria-disabled={isBusy || undefined} onClick={() => confirm([client])}>
        Still needed
        <span className="sr-only"> {client.name}</span>
      </Button>
      <ActionFailure title="The review was not confirmed" failure={failure} />
    </div>
  );
}

/** Confirms by one press that several clients are still needed. */
export function ConfirmReviews({ clients, onDone }: { clients: readonly Named[]; onDone: StepProps["onDone"] }) {
  const { failure, isBusy, confirm } = useDateSteps(onDone);
  return (
    <>
      <Button aria-disabled={clients.length === 0 || isBusy || undefined} onClick={() => confirm(clients)}>
        Still needed
      </Button>
      <ActionFailure title="The reviews were not confirmed" failure={failure} />
    </>
  );
}
