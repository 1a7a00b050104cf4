"use client";

import { type ComponentProps, type ReactNode, Suspense, useSyncExternalStore } from "react";
import { NoNewClient } from "@/components/rotations/lazy-dialogs";
import { isRolledOut } from "@/components/rotations/words";
import { Button } from "@/components/ui/button/button";
import { AFTER_DIALOG } from "@/components/ui/dialog/show-modal";
import { Banner } from "@/components/ui/feedback/banner";
import { onTick } from "@/components/ui/time/use-clock";

type RotationStateProps = ComponentProps<typeof NoNewClient> & { onDelete: () => void };

/** What is true about a rotation when it is not simply in progress, with the one button that goes on. */
export function RotationState(props: RotationStateProps) {
  const { rotation } = props.details;
  if (rotation.givenUpAt !== null) return <GivenUp {...props} />;
  if (!rotation.isOpen)
    return rotation.oldClient.isGone ? (
      <Ended
        tone={isRolledOut(rotation) ? "info" : "warn"}
        title={`${isRolledOut(rotation) ? "Finished" : "Not rolled out yet"}: ${rotation.newName} has replaced ${rotation.oldClient.name}`}
      />
    ) : (
      <Banner tone="warn" title={`Camunda lists ${rotation.oldClient.name} again`}>
        It was reported as deleted. Refresh the API tab of its cluster, and delete it there if it still exists.
      </Banner>
    );
  if (rotation.newClient === null || rotation.newClient.isGone)
    return (
      <Suspense>
        <NoNewClient {...props} />
      </Suspense>
    );
  if (props.details.deletion !== null || rotation.reason === "leak") return <OldClientLeft {...props} />;
  return <Overdue {...props} />;
}

function GivenUp({ details: { rotation } }: RotationStateProps) {
  const left = [rotation.oldClient, rotation.newClient].flatMap((part) => (part && !part.isGone ? [part.name] : []));
  return (
    <Ended tone="info" title="This rotation was stopped">
      {left.length > 1
        ? `${left.join(" and ")} both exist. The rotation deletes neither.`
        : "The rotation deletes nothing."}
    </Ended>
  );
}

/** How a rotation has ended. It takes the focus after the dialog that ended it, whose button is gone. */
function Ended({ tone, title, children }: { tone: "info" | "warn"; title: string; children?: ReactNode }) {
  return (
    <div tabIndex={-1} {...{ [AFTER_DIALOG]: true }} className="rounded">
      <Banner announce tone={tone} title={title}>
        {children}
      </Banner>
    </div>
  );
}

/** The old client should be deleted by now, and may not be. */
function OldClientLeft({ details, onDelete }: RotationStateProps) {
  const { rotation, deletion, mayDeleteOld } = details;
  const { oldClient } = rotation;
  if (deletion !== null)
    return (
      <Banner announce tone="warn" title="Created; Latchkey couldn't confirm the deletion">
        {deletion === "unknown"
          ? `Camunda gave no clear response, so ${oldClient.name} may be deleted or not. Latchkey is checking.`
          : `${oldClient.name} is being deleted.`}
        {deletion === "unknown" && mayDeleteOld && <DeleteOld name={oldClient.name} onDelete={onDelete} />}
      </Banner>
    );
  return (
    <Banner
      announce
      tone="bad"
      title={`Created, not deleted: ${oldClient.name} still works`}
      action={
        mayDeleteOld && (
          <Button variant="danger" onClick={onDelete}>
            Delete the old client
          </Button>
        )
      }
    >
      Anyone who has its secret can use it.
    </Banner>
  );
}

function DeleteOld({ name, onDelete }: { name: string; onDelete: () => void }): ReactNode {
  return (
    <span className="mt-2 flex">
      <Button variant="danger" onClick={onDelete} aria-label={`Delete the old client ${name}`}>
        Delete the old client
      </Button>
    </span>
  );
}

/** The overlap has ended, and the old client is still there. */
function Overdue({ details: { rotation } }: RotationStateProps) {
  const isOverdue = useSyncExternalStore(
    onTick,
    () => Date.parse(rotation.deadline) <= Date.now(),
    () => false,
  );
  if (!isOverdue) return null;
  const { oldClient, newName, deadlineAction, rolledOutAt } = rotation;
  const waits =
    deadlineAction === "remind"
      ? `Delete ${oldClient.name} once nothing uses it.`
      : rolledOutAt === null
        ? `Latchkey deletes ${oldClient.name} as soon as you tick that ${newName} is rolled out.`
        : `Latchkey deletes ${oldClient.name} within a few minutes. If Camunda refuses, Latchkey tries again an hour later.`;
  return (
    <Banner tone="warn" title="The overlap has ended">
      {waits}
    </Banner>
  );
}
