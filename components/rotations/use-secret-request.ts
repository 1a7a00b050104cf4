"use client";

import { useRef, useState } from "react";
import { requestSecret } from "@/components/clients/create/request-client";
import { ApiError } from "@/lib/browser/api";
import type { RotationResult } from "@/lib/contract/rotations";

/** Sends a request for a rotation's new client once, however often a button is pressed, with one key per request. */
export function useSecretRequest(onResult: (result: RotationResult) => void) {
  const [isPending, setPending] = useState(false);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const key = useRef(crypto.randomUUID());
  // State updates too late for the second press of a double click.
  const isSending = useRef(false);

  const request = async (send: (key: string) => Promise<RotationResult>) => {
    if (isSending.current) return;
    isSending.current = true;
    setPending(true);
    setFailure(null);
    try {
      onResult(await requestSecret(() => send(key.current)));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setFailure(error);
      // A response ends the request. After a lost one, the same key asks for its state.
      if (error.code !== null) key.current = crypto.randomUUID();
      isSending.current = false;
      setPending(false);
    }
  };
  /** Another name or other scopes make another request. */
  const forget = () => {
    key.current = crypto.randomUUID();
    setFailure(null);
  };
  return { isPending, failure, request, forget };
}
