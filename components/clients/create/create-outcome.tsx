"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ReplaceButton, type Wish } from "@/components/clients/create/replace-button";
import { Button } from "@/components/ui/button/button";
import { Banner } from "@/components/ui/feedback/banner";
import { Spinner } from "@/components/ui/feedback/spinner";
import { Time } from "@/components/ui/time/time";
import { intentQuery } from "@/lib/browser/clients";
import type { CreateClientResult, Intent } from "@/lib/contract/clients";

type IntentOutcomeProps = {
  intent: Intent;
  wish: Wish;
  /** A second try has an answer. */
  onResult: (result: CreateClientResult) => void;
  /** Back to the form, with everything still filled in. */
  onStartOver: () => void;
};

/** Says truly what became of a create that gave no secret, while it is being found out and after, and what to do. */
export function IntentOutcome({ intent: first, wish, onResult, onStartOver }: IntentOutcomeProps) {
  const { data } = useQuery({ ...intentQuery(first.clusterId, first.id), initialData: { intent: first } });
  const intent = data.intent;
  const [isDeleted, setDeleted] = useState(false);

  switch (intent.state) {
    case "requested":
    case "unknown":
      return (
        <div className="flex flex-col gap-4">
          <Banner announce tone="warn" title="Camunda gave no clear answer">
            The client may exist or not. Latchkey is looking for it, and has asked for it only once. You can close this:
            what is found out will stand above the list of clients.
          </Banner>
          <Spinner>Looking for {intent.name} in the cluster…</Spinner>
          {intent.nextLookAt && (
            <p className="text-sm text-text-muted">
              Next look: <Time at={intent.nextLookAt} />
            </p>
          )}
        </div>
      );
    case "orphaned":
    case "created":
      return (
        <div className="flex flex-col items-start gap-4">
          {!isDeleted && (
            <Banner announce tone="warn" title="The client exists, but its secret did not reach you">
              Camunda shows a secret once, and its answer was lost on the way. Nobody has this secret, so nobody can use
              the client. Delete it and create it again: you get a new id and a new secret. Only if somebody made a
              client of this name outside Latchkey at the same moment, it is theirs: ask before you delete it.
            </Banner>
          )}
          <ReplaceButton intent={intent} wish={wish} onDeleted={() => setDeleted(true)} onResult={onResult} />
        </div>
      );
    case "absent":
      return (
        <div className="flex flex-col items-start gap-4">
          <Banner announce tone="info" title="No client was created">
            {intent.isNameTaken
              ? "Camunda's answer was lost, and the client of this name in the cluster was made elsewhere. Choose another name."
              : "Camunda's answer was lost, and the client is not in the cluster. You can create it now."}
          </Banner>
          <Button variant="primary" onClick={onStartOver}>
            {intent.isNameTaken ? "Choose another name" : "Create again"}
          </Button>
        </div>
      );
    case "rejected":
    case "discarded":
      return (
        <div className="flex flex-col items-start gap-4">
          <Banner announce tone="info" title="No client was created">
            {intent.state === "rejected" ? "Camunda refused it." : "The client without a secret was deleted."}
          </Banner>
          <Button variant="primary" onClick={onStartOver}>
            Create again
          </Button>
        </div>
      );
  }
}
