"use client";

import { useEffect, useRef, useState } from "react";
import { ApiError } from "@/lib/browser/api";
import { testConnection } from "@/lib/browser/clients";
import type { Connection } from "@/lib/contract/clients";
import type { ConnectionCheck, ConnectionTest } from "@/lib/contract/connection-test";

/** The pauses before each new try for a client that is not active yet, in seconds: one minute in all. */
const PAUSES_S = [2, 4, 8, 16, 30];

function summaryOf({ checks, waitedMs }: ConnectionTest): string {
  const count = (outcome: ConnectionCheck["outcome"]) => checks.filter((check) => check.outcome === outcome).length;
  if (count("not_active") > 0)
    return "Camunda still does not know this client. Test again in a few minutes; if it stays so, delete it and create a new one.";
  const tested = checks.length - count("not_testable");
  if (tested === 0) return "There is nothing to test.";
  const waited = waitedMs < 1000 ? "" : ` The sign-ins waited ${Math.round(waitedMs / 1000)} s for their turn.`;
  return `Done: ${count("reached")} of ${tested} reached.${waited}`;
}

/** Runs the connection test; for a client that Camunda does not know yet, again and again with growing pauses. */
export function useConnectionTest({ clusterId, clientId }: Connection, clientSecret: string) {
  const [isRunning, setRunning] = useState(false);
  const [pause, setPause] = useState<number | null>(null);
  const [result, setResult] = useState<ConnectionTest | null>(null);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const isGone = useRef(false);
  // The state above comes too late for the second of two presses in one turn.
  const isBusy = useRef(false);
  useEffect(() => {
    isGone.current = false;
    return () => {
      isGone.current = true;
      clearTimeout(timer.current);
    };
  }, []);

  const attempt = async (tries: number) => {
    setPause(null);
    try {
      const answer = await testConnection(clusterId, { clientId, clientSecret });
      if (isGone.current) return;
      setResult(answer);
      const next = PAUSES_S[tries];
      if (next !== undefined && answer.checks.some(({ outcome }) => outcome === "not_active")) {
        setPause(next);
        timer.current = setTimeout(() => void attempt(tries + 1), next * 1000);
        return;
      }
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (!isGone.current) setFailure(error);
    }
    isBusy.current = false;
    setRunning(false);
  };
  const run = () => {
    if (isBusy.current) return;
    isBusy.current = true;
    setRunning(true);
    setFailure(null);
    setResult(null);
    void attempt(0);
  };
  const underWay =
    pause === null
      ? "Signing in and asking each part. Camunda allows about one sign-in a second, so this may wait for its turn."
      : `Trying again in ${pause} seconds.`;
  /** For eyes and ears: where the test stands, or what came of it. */
  const news = isRunning ? underWay : result ? summaryOf(result) : "";
  return { isRunning, news, result, failure, run };
}
