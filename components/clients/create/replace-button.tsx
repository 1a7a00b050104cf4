"use client";

import { useRef, useState } from "react";
import { askForClient } from "@/components/clients/list/lazy-parts";
import { Button } from "@/components/ui/button/button";
import { Banner } from "@/components/ui/feedback/banner";
import { ApiError } from "@/lib/browser/api";
import { deleteClient } from "@/lib/browser/clients";
import type { CreateClientInput, CreateClientResult, Intent } from "@/lib/contract/clients";

/** What was wished for, to wish for it again. */
export type Wish = Omit<CreateClientInput, "key">;

type ReplaceButtonProps = {
  intent: Intent;
  wish: Wish;
  /** The first half is done: whatever says that the client exists is not true any more. */
  onDeleted: () => void;
  onResult: (result: CreateClientResult) => void;
};

/** Deletes a client whose secret nobody has, then wishes for it anew. */
export function ReplaceButton({ intent: { id, clusterId, clientId }, wish, onDeleted, onResult }: ReplaceButtonProps) {
  const [step, setStep] = useState<"deleting" | "creating" | null>(null);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const [isDeleted, setDeleted] = useState(false);
  // One key per wish, as in the dialog that creates.
  const key = useRef(crypto.randomUUID());

  const replace = async () => {
    if (step !== null || clientId === null) return;
    setFailure(null);
    try {
      if (!isDeleted) {
        setStep("deleting");
        await deleteClient(clusterId, clientId, id).catch((error: unknown) => {
          // Somebody was faster: it is gone, and that is what we want.
          if (!(error instanceof ApiError && error.code === "client_not_found")) throw error;
        });
        setDeleted(true);
        onDeleted();
      }
      setStep("creating");
      onResult(await askForClient(clusterId, { ...wish, key: key.current }));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setFailure(error);
      if (error.code !== null) key.current = crypto.randomUUID();
    } finally {
      setStep(null);
    }
  };
  return (
    <>
      {failure && (
        <Banner
          announce
          tone="bad"
          title={isDeleted ? "The client is deleted, but it was not created again" : "That did not work"}
        >
          {failure.message}
        </Banner>
      )}
      <Button
        variant="primary"
        pending={step !== null}
        pendingLabel={step === "creating" ? "Creating…" : "Deleting…"}
        onClick={() => void replace()}
      >
        {isDeleted ? "Create it again" : "Delete it and create again"}
      </Button>
    </>
  );
}
