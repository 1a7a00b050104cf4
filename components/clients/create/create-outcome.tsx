"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ReplaceButton } from "@/components/clients/create/replace-button";
import { requestClient } from "@/components/clients/create/request-client";
import { Button } from "@/components/ui/button/button";
import { Banner } from "@/components/ui/feedback/banner";
import { Spinner } from "@/components/ui/feedback/spinner";
import { Time } from "@/components/ui/time/time";
import { operationQuery } from "@/lib/browser/clients";
import type { CreateClientInput, CreateClientResult } from "@/lib/contract/clients";
import type { Operation } from "@/lib/contract/operations";

type CreateOutcomeProps = {
  operation: Operation;
  createInput: Omit<CreateClientInput, "key">;
  /** The client was requested again. */
  onResult: (result: CreateClientResult) => void;
  /** Back to the form, still filled in. */
  onStartOver: () => void;
};

/** What is known about a create that returned no secret, and what to do. Keeps up while Latchkey checks. */
export function CreateOutcome({ operation: first, createInput, onResult, onStartOver }: CreateOutcomeProps) {
  const { data } = useQuery({ ...operationQuery(first.clusterId, first.id), initialData: { operation: first } });
  const { operation } = data;
  const [isDeleted, setDeleted] = useState(false);

  switch (operation.state) {
    case "requested":
    case "unknown":
      return (
        <div className="flex flex-col gap-4">
          <Banner announce tone="warn" title="No clear response from Camunda">
            The client may or may not exist. Latchkey sent the request only once, and is checking now. You can close
            this: the result will appear above the list of clients.
          </Banner>
          <Spinner>Checking the cluster for {operation.clientName}…</Spinner>
          {operation.nextCheckAt && (
            <p className="text-sm text-text-muted">
              Next check: <Time at={operation.nextCheckAt} />
            </p>
          )}
        </div>
      );
    case "orphaned":
    case "succeeded":
      return (
        <div className="flex flex-col items-start gap-4">
          {!isDeleted && (
            <Banner announce tone="warn" title="The client exists, but its secret was lost">
              Camunda sends a secret only once, and its response was lost. Nobody has the secret, so nobody can use the
              client. Delete it and create it again to get a new ID and secret. If someone created a client with this
              name outside Latchkey at the same moment, it may be theirs: ask before you delete it.
            </Banner>
          )}
          <ReplaceButton
            operation={operation}
            request={(key) => requestClient(operation.clusterId, { ...createInput, key })}
            onDeleted={() => setDeleted(true)}
            onResult={onResult}
          />
        </div>
      );
    case "absent":
      return (
        <div className="flex flex-col items-start gap-4">
          <Banner announce tone="info" title="No client was created">
            {operation.isNameTaken
              ? "Camunda's response was lost, and a client with this name was created outside Latchkey. Choose another name."
              : "Camunda's response was lost, and the client is not in the cluster. You can create it again."}
          </Banner>
          <Button variant="primary" onClick={onStartOver}>
            {operation.isNameTaken ? "Choose another name" : "Create again"}
          </Button>
        </div>
      );
    case "rejected":
    case "discarded":
    case "not_done":
      return (
        <div className="flex flex-col items-start gap-4">
          <Banner announce tone="info" title="No client was created">
            {operation.state === "rejected"
              ? "Camunda rejected the request."
              : "The client whose secret was lost was deleted."}
          </Banner>
          <Button variant="primary" onClick={onStartOver}>
            Create again
          </Button>
        </div>
      );
  }
}
