"use client";

import { useState } from "react";
import { ReplaceButton } from "@/components/clients/create/replace-button";
import { requestSecret } from "@/components/clients/create/request-client";
import { Button } from "@/components/ui/button/button";
import { Banner } from "@/components/ui/feedback/banner";
import { Time } from "@/components/ui/time/time";
import { createInRotation } from "@/lib/browser/rotations";
import { isOpen } from "@/lib/contract/operation-states";
import type { RotationDetails, RotationResult } from "@/lib/contract/rotations";
import { SCOPES } from "@/lib/contract/scopes";

type NoNewClientProps = {
  details: RotationDetails;
  onCreate: () => void;
  onResult: (result: RotationResult) => void;
};

/** No client with a known secret replaces the old one. */
export function NoNewClient({ details, onCreate, onResult }: NoNewClientProps) {
  const { rotation, create, createRefusal, mayChange } = details;
  const { oldClient, newName, id } = rotation;
  // The first of the two steps of its button is done: the next poll must not take the button away.
  const [discarded, setDiscarded] = useState<typeof create>(null);
  const lost = discarded ?? (create?.state === "orphaned" ? create : null);
  const isDeleted = rotation.oldDeletedAt !== null;
  const old = isDeleted ? `${oldClient.name} was deleted.` : `${oldClient.name} still works.`;
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
