"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { ReplaceButton } from "@/components/clients/create/replace-button";
import { Banner } from "@/components/ui/feedback/banner";
import { intentQuery } from "@/lib/browser/clients";
import type { CreatedClient, Intent } from "@/lib/contract/clients";
import { SCOPES } from "@/lib/contract/scopes";

type IntentBannerProps = {
  intent: Intent;
  mayChange: boolean;
  onCreated: (created: CreatedClient) => void;
  /** The list is out of date. */
  onChanged: () => void;
};

/** Above the list: a create that is not settled yet, or one whose secret nobody got. */
export function IntentBanner({ intent: listed, mayChange, onCreated, onChanged }: IntentBannerProps) {
  const { id, clusterId, name } = listed;
  const { data } = useQuery({ ...intentQuery(clusterId, id), initialData: { intent: listed } });
  const { state, requestedBy, scopes, purpose } = data.intent;
  const [isDeleted, setDeleted] = useState(false);
  const isSettled = state !== listed.state && state !== "unknown";
  useEffect(() => {
    if (isSettled) onChanged();
  }, [isSettled, onChanged]);

  if (state === "orphaned") {
    const wish = { name, scopes: SCOPES.filter((scope) => scopes.includes(scope)), purpose: purpose ?? undefined };
    return (
      <Banner
        tone="warn"
        title={isDeleted ? `${name} is deleted` : `Nobody has the secret of ${name}`}
        action={
          mayChange && (
            <ReplaceButton
              intent={data.intent}
              wish={wish}
              onDeleted={() => setDeleted(true)}
              onResult={(result) => (result.outcome === "created" ? onCreated(result) : onChanged())}
            />
          )
        }
      >
        {!isDeleted &&
          `${requestedBy} asked for this client, Camunda made it, and its answer with the secret was lost: nobody can use it. Only if somebody made a client of this name outside Latchkey at the same moment, it is theirs.`}
      </Banner>
    );
  }
  return (
    <Banner
      tone="info"
      title={state === "unknown" ? `It is not known yet whether ${name} was created` : `${name} is being created`}
    >
      {state === "unknown"
        ? `Camunda gave no clear answer to ${requestedBy}'s request. Latchkey is looking for the client.`
        : `${requestedBy} asked for it just now.`}
    </Banner>
  );
}
