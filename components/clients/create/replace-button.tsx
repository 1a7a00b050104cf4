"use client";

import { useRef, useState } from "react";
import { Button } from "@/components/ui/button/button";
import { Banner } from "@/components/ui/feedback/banner";
import { ApiError } from "@/lib/browser/api";
import { deleteClient } from "@/lib/browser/clients";
import type { Operation } from "@/lib/contract/operations";

type ReplaceButtonProps<Result> = {
  operation: Operation;
  /** Requests the client again, with this idempotency key. */
  request: (key: string) => Promise<Result>;
  /** The first of the two steps is done: the client no longer exists. */
  onDeleted: () => void;
  onResult: (result: Result) => void;
};

/** Deletes a client whose secret was lost, then creates it again. */
export function ReplaceButton<Result>({ operation, request, onDeleted, onResult }: ReplaceButtonProps<Result>) {
  const { id, clusterId, clientId } = operation;
  const [step, setStep] = useState<"deleting" | "creating" | null>(null);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const [isDeleted, setDeleted] = useState(false);
  // One key per request, as in the create dialog.
  const key = useRef(crypto.randomUUID());

  const replace = async () => {
    if (step !== null || clientId === null) return;
    setFailure(null);
    try {
      if (!isDeleted) {
        setStep("deleting");
        await deleteClient(clusterId, clientId, id).catch((error: unknown) => {
          // Someone else has deleted it already.
          if (!(error instanceof ApiError && error.code === "client_not_found")) throw error;
        });
        setDeleted(true);
        onDeleted();
      }
      setStep("creating");
      onResult(await request(key.current));
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
          title={isDeleted ? "The client was deleted, but not created again" : "Couldn't delete the client"}
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
        {isDeleted ? "Create again" : "Delete and create again"}
      </Button>
    </>
  );
}
