"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { ReplaceButton } from "@/components/clients/create/replace-button";
import { Banner } from "@/components/ui/feedback/banner";
import { intentQuery } from "@/lib/browser/clients";
import type { CreatedClient, Intent as Operation } from "@/lib/contract/clients";
import { SCOPES } from "@/lib/contract/scopes";

type OperationBannerProps = {
  operation: Operation;
  mayChange: boolean;
  onCreated: (created: CreatedClient) => void;
  /** The list is out of date. */
  onChanged: () => void;
};

/** A create that is still under way, or one whose secret was lost. */
export function OperationBanner({ operation: listed, mayChange, onCreated, onChanged }: OperationBannerProps) {
  const { id, clusterId, name } = listed;
  const { data } = useQuery({ ...intentQuery(clusterId, id), initialData: { intent: listed } });
  const { state, requestedBy, scopes, purpose } = data.intent;
  const [isDeleted, setDeleted] = useState(false);
  const isSettled = state !== listed.state && state !== "unknown";
  useEffect(() => {
    if (isSettled) onChanged();
  }, [isSettled, onChanged]);

  if (state === "orphaned") {
    const createInput = {
      name,
      scopes: SCOPES.filter((scope) => scopes.includes(scope)),
      purpose: purpose ?? undefined,
    };
    return (
      <Banner
        tone="warn"
        title={isDeleted ? `${name} was deleted` : `Nobody has the secret of ${name}`}
        action={
          mayChange && (
            <ReplaceButton
              operation={data.intent}
              createInput={createInput}
              onDeleted={() => setDeleted(true)}
              onResult={(result) => (result.outcome === "created" ? onCreated(result) : onChanged())}
            />
          )
        }
      >
        {!isDeleted &&
          `${requestedBy} requested this client. Camunda created it, but the response with its secret was lost, so nobody can use it. If someone created a client with this name outside Latchkey at the same moment, it may be theirs.`}
      </Banner>
    );
  }
  return (
    <Banner
      tone="info"
      title={state === "unknown" ? `Checking whether ${name} was created` : `${name} is being created`}
    >
      {state === "unknown"
        ? `Camunda gave no clear response to ${requestedBy}'s request.`
        : `${requestedBy} requested it just now.`}
    </Banner>
  );
}
