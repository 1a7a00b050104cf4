"use client";

import type { ReactNode } from "react";
import { STEPS } from "@/components/rotations/words";
import { Button } from "@/components/ui/button/button";
import { CheckboxCard } from "@/components/ui/field/checkbox-card";
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

/** What is to be done, in this order. The first step ticks itself, and so does the second after a good test from here. */
export function RotationSteps({ details, ticking, onTick, onDelete }: RotationStepsProps) {
  const { rotation, mayChange, mayDeleteOld, deletion } = details;
  const { oldClient, newName, newClient, isOpen, reason } = rotation;
  // After a leak, the steps come once the old client is deleted.
  const isOver = !isOpen && (reason !== "leak" || rotation.givenUpAt !== null);
  const isFixed = !mayChange || isOver || newClient === null;
  const step = (name: RotationStep, at: string | null, text: string | false) => {
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
    if (isFixed) return <PlainStep key={name} label={label} description={description} />;
    return (
      <li key={name}>
        <CheckboxCard
          label={label}
          description={description}
          checked={ticking[name] ?? at !== null}
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
        !isFixed && "Ticked once the new credentials are copied or downloaded. They are shown only once.",
      )}
      {step(
        "tested",
        rotation.testedAt,
        !isFixed && "Ticked by a successful connection test in Latchkey. If you tested it elsewhere, tick it yourself.",
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
          <Button disabled={deletion === "requested"} aria-haspopup="dialog" onClick={onDelete}>
            Delete {oldClient.name}
          </Button>
        )}
      </li>
    </ol>
  );
}

/** A step that can't be ticked. */
function PlainStep({ label, description }: { label: string; description: ReactNode }) {
  return (
    <li className="rounded border border-line px-3 py-2.5">
      <p className="font-medium">{label}</p>
      <div className="text-sm text-text-muted">{description}</div>
    </li>
  );
}
