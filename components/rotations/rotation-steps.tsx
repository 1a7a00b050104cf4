"use client";

import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { clientAddress, STEPS } from "@/components/rotations/words";
import { Button } from "@/components/ui/button/button";
import { CheckboxCard } from "@/components/ui/field/checkbox-card";
import { TextLink } from "@/components/ui/text/text-link";
import { Time } from "@/components/ui/time/time";
import type { RotationDetails, RotationStep } from "@/lib/contract/rotations";

/** What somebody ticks or unticks. */
export type Tick = { step: RotationStep; isDone: boolean };
export type Ticks = Partial<Record<RotationStep, boolean>>;

type RotationStepsProps = {
  details: RotationDetails;
  /** Ticks that are being stored, which show at once. */
  ticking: Ticks;
  onTick: (tick: Tick) => void;
  onDelete: () => void;
};

/**
 * What is to be done, in this order. The first step ticks itself once the credentials are saved, and stays done. The
 * second does after a good test from here. The delete stands back until all others are done.
 */
export function RotationSteps({ details, ticking, onTick, onDelete }: RotationStepsProps) {
  const { rotation, mayChange, mayDeleteOld, deletion } = details;
  const { clusterId, oldClient, newName, newClient, isOpen, reason } = rotation;
  // After a leak, the steps come once the old client is deleted.
  const isOver = !isOpen && (reason !== "leak" || rotation.givenUpAt !== null);
  const isFixed = !mayChange || isOver || newClient === null;
  const done = {
    taken: ticking.taken ?? rotation.takenAt !== null,
    tested: ticking.tested ?? rotation.testedAt !== null,
    rolledOut: ticking.rolledOut ?? rotation.rolledOutAt !== null,
  };
  const isReady = done.taken && done.tested && done.rolledOut;
  const step = (name: RotationStep, at: string | null, text: ReactNode) => {
    const label = STEPS[name];
    const description = (
      <>
        {(!isOver && text) || (!at && "Not done.")}
        {at && (
          <span className="block">
            Done <Time at={at} />
          </span>
        )}
      </>
    );
    if (isFixed || (name === "taken" && rotation.isTakenReported))
      return <PlainStep label={label} description={description} isDone={at !== null} />;
    return (
      <li>
        <CheckboxCard
          label={label}
          description={description}
          checked={done[name]}
          onChange={({ target }) => onTick({ step: name, isDone: target.checked })}
        />
      </li>
    );
  };
  return (
    <ol aria-label="Steps" className="flex flex-col gap-2">
      {step(
        "taken",
        rotation.takenAt,
        !isFixed && !rotation.takenAt && "Copy or download the new credentials. They are shown only once.",
      )}
      {step(
        "tested",
        rotation.testedAt,
        !isFixed && !rotation.testedAt && (
          <>
            Test the connection where the new credentials are shown: Latchkey doesn't store the secret. Later, test{" "}
            {newName} from an application, then tick this. See its{" "}
            {/* Above the card's label, which takes all presses. */}
            <TextLink look="inline" href={clientAddress(clusterId, newClient.clientId)} className="relative z-1">
              connection details
            </TextLink>
            .
          </>
        ),
      )}
      {step(
        "rolledOut",
        rotation.rolledOutAt,
        `Give the credentials of ${newName} to every application that uses ${oldClient.name}, and restart it.`,
      )}
      <li className="flex flex-wrap items-center justify-between gap-3 rounded border border-line px-3 py-2.5">
        <span className="min-w-0 grow basis-64">
          <span className="block font-medium">Delete the old client</span>
          <span className="block text-sm text-text-muted">
            {rotation.oldDeletedAt ? (
              <>
                {oldClient.name} was deleted. Done <Time at={rotation.oldDeletedAt} />
              </>
            ) : isOver ? (
              "Not done."
            ) : (
              `First check that your applications work with ${newName}: Camunda doesn't report which client was last used. Tokens of ${oldClient.name} stay valid for up to 24 hours. An application that still uses it stops after that.`
            )}
          </span>
        </span>
        {isOpen && rotation.oldDeletedAt === null && mayDeleteOld && (
          <Button
            variant={isReady ? "primary" : "ghost"}
            disabled={deletion === "requested"}
            aria-haspopup="dialog"
            onClick={onDelete}
          >
            Delete {oldClient.name}
          </Button>
        )}
      </li>
    </ol>
  );
}

/** A step that can't be ticked. */
function PlainStep({ label, description, isDone }: { label: string; description: ReactNode; isDone: boolean }) {
  return (
    <li className="flex gap-3 rounded border border-line px-3 py-2.5">
      {isDone && <Check aria-hidden className="mt-0.5 size-4 shrink-0 text-ok" />}
      <div>
        <p className="font-medium">{label}</p>
        <div className="text-sm text-text-muted">{description}</div>
      </div>
    </li>
  );
}
