"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { ReplaceButton } from "@/components/clients/create/replace-button";
import { requestClient } from "@/components/clients/create/request-client";
import { Banner } from "@/components/ui/feedback/banner";
import { TextLink } from "@/components/ui/text/text-link";
import { operationsQuery } from "@/lib/browser/clients";
import { rotationAddress } from "@/lib/browser/rotation-addresses";
import type { CreatedClient } from "@/lib/contract/clients";
import type { Operation } from "@/lib/contract/operations";
import { SCOPES } from "@/lib/contract/scopes";

type BannerProps = {
  onCreated: (created: CreatedClient) => void;
  /** The list is out of date. */
  onChanged: () => void;
};

const stateOf = (operations: readonly Operation[]) => operations.map(({ id, state }) => `${id} ${state}`).join();

/** The creates of a cluster that are still under way, or whose secret was lost. One request polls them all. */
export function OperationBanners({
  clusterId,
  listed,
  ...rest
}: BannerProps & { clusterId: string; listed: Operation[] }) {
  const queries = useQueryClient();
  const query = operationsQuery(clusterId);
  const { data } = useQuery({ ...query, initialData: { operations: listed } });
  const { onChanged } = rest;
  // The list may know more than the last poll, and the next poll more than the list.
  useEffect(() => {
    queries.setQueryData(operationsQuery(clusterId).queryKey, { operations: listed });
  }, [queries, clusterId, listed]);
  const hasChanged = stateOf(data.operations) !== stateOf(listed);
  useEffect(() => {
    if (hasChanged) onChanged();
  }, [hasChanged, onChanged]);
  return data.operations.map((operation) => <OperationBanner key={operation.id} operation={operation} {...rest} />);
}

function OperationBanner({ operation, onCreated, onChanged }: BannerProps & { operation: Operation }) {
  const { clientName, state, requestedBy, scopes, owner, purpose, end } = operation;
  const [isDeleted, setDeleted] = useState(false);
  const rotationLink = operation.rotationId && (
    <TextLink href={rotationAddress({ clusterId: operation.clusterId, id: operation.rotationId })}>
      Open the rotation
    </TextLink>
  );
  if (state === "orphaned") {
    const createInput = {
      name: clientName,
      scopes: SCOPES.filter((scope) => scopes.includes(scope)),
      owner: owner ?? undefined,
      purpose: purpose ?? undefined,
      end: end ?? undefined,
    };
    return (
      <Banner
        tone="warn"
        title={isDeleted ? `${clientName} was deleted` : `Nobody has the secret of ${clientName}`}
        action={
          rotationLink ||
          (operation.mayDiscard && (
            <ReplaceButton
              operation={operation}
              request={(key) => requestClient(operation.clusterId, { ...createInput, key })}
              onDeleted={() => setDeleted(true)}
              onResult={(result) => (result.outcome === "created" ? onCreated(result) : onChanged())}
            />
          ))
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
      action={rotationLink}
      title={state === "unknown" ? `Checking whether ${clientName} was created` : `${clientName} is being created`}
    >
      {state === "unknown"
        ? `Camunda gave no clear response to ${requestedBy}'s request.`
        : `${requestedBy} requested it just now.`}
    </Banner>
  );
}
