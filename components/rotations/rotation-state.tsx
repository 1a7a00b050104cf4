"use client";

import { type ReactNode, useState } from "react";
import { ReplaceButton } from "@/components/clients/create/replace-button";
import { requestSecret } from "@/components/clients/create/request-client";
import { Button } from "@/components/ui/button/button";
import { Banner } from "@/components/ui/feedback/banner";
import { Time } from "@/components/ui/time/time";
import { useNow } from "@/components/ui/time/use-now";
import { createInRotation } from "@/lib/browser/rotations";
import { isOpen } from "@/lib/contract/operation-states";
import type { RotationDetails, RotationResult } from "@/lib/contract/rotations";
import { SCOPES } from "@/lib/contract/scopes";

type RotationStateProps = {
  details: RotationDetails;
  onCreate: () => void;
  onDelete: () => void;
  onResult: (result: RotationResult) => void;
};

/** What is true about a rotation when it is not simply in progress, with the one button that goes on. */
export function RotationState(props: RotationStateProps) {
  const { rotation } = props.details;
  if (rotation.givenUpAt !== null) return <GivenUp {...props} />;
  if (!rotation.isOpen)
    return rotation.oldClient.isGone ? (
      <Banner tone="info" title={`Finished: ${rotation.newName} has replaced ${rotation.oldClient.name}`} />
    ) : (
      <Banner tone="warn" title={`Camunda lists ${rotation.oldClient.name} again`}>
        It was reported as deleted. Refresh the API tab of its cluster, and delete it there if it still exists.
      </Banner>
    );
  if (rotation.newClient === null || rotation.newClient.isGone) return <NoNewClient {...props} />;
  if (props.details.deletion !== null || rotation.reason === "leak") return <OldClientLeft {...props} />;
  return <Overdue {...props} />;
}

function GivenUp({ details: { rotation } }: RotationStateProps) {
  const left = [rotation.oldClient, rotation.newClient].flatMap((part) => (part && !part.isGone ? [part.name] : []));
  return (
    <Banner tone="info" title="This rotation was given up">
      {left.length > 1
        ? `${left.join(" and ")} both exist. Nothing is deleted by itself.`
        : "Nothing is deleted by itself."}
    </Banner>
  );
}

/** No client with a known secret replaces the old one. */
function NoNewClient({ details, onCreate, onResult }: RotationStateProps) {
  const { rotation, create, createRefusal, mayChange } = details;
  const { oldClient, newName, id } = rotation;
  // The first of the two steps of its button is done: the next poll must not take the button away.
  const [discarded, setDiscarded] = useState<typeof create>(null);
  const lost = discarded ?? (create?.state === "orphaned" ? create : null);
  const isDeleted = rotation.oldDeletedAt !== null;
  const old = isDeleted ? `${oldClient.name} is deleted.` : `${oldClient.name} still works.`;
  if (lost) {
    const scopes = SCOPES.filter((scope) => lost.scopes.includes(scope));
    const request = (key: string) => requestSecret(() => createInRotation(id, { key, name: lost.clientName, scopes }));
    return (
      <Banner
        announce
        tone="warn"
        title={discarded ? `${lost.clientName} was deleted` : `Nobody has the secret of ${lost.clientName}`}
        action={
          mayChange && (
            <ReplaceButton
              operation={lost}
              request={request}
              onDeleted={() => setDiscarded(lost)}
              onResult={onResult}
            />
          )
        }
      >
        {old} Camunda created the new client, but the response with its secret was lost, so nobody can use it.
      </Banner>
    );
  }
  if (create && isOpen(create.state))
    return (
      <Banner announce tone="info" title={`Checking whether ${newName} was created`}>
        {old} Camunda gave no clear response. Latchkey sent the request once, and is checking.
        {create.nextCheckAt && (
          <>
            {" Next check: "}
            <Time at={create.nextCheckAt} />
          </>
        )}
      </Banner>
    );
  const isGone = rotation.newClient?.isGone ?? false;
  return (
    <Banner
      announce
      tone={isDeleted ? "bad" : "warn"}
      title={isGone ? `${newName} is gone` : isDeleted ? "Deleted, not created" : "The new client was not created"}
      action={
        mayChange && (
          <Button variant="primary" onClick={onCreate}>
            Create it
          </Button>
        )
      }
    >
      {old} {isGone ? "Somebody deleted the new client." : (createRefusal ?? `${newName} does not exist.`)}
    </Banner>
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
  const now = useNow();
  if (now === null || Date.parse(rotation.deadline) > now) return null;
  const { oldClient, newName, deadlineAction, rolledOutAt } = rotation;
  const waits =
    deadlineAction === "remind"
      ? `Delete ${oldClient.name} once nothing uses it.`
      : rolledOutAt === null
        ? `Latchkey deletes ${oldClient.name} as soon as you tick that ${newName} is rolled out.`
        : `Latchkey deletes ${oldClient.name} in the next minutes. If Camunda refuses, it tries again an hour later.`;
  return (
    <Banner tone="warn" title="The overlap has ended">
      {waits}
    </Banner>
  );
}
