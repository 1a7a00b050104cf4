"use client";

import { useEffect, useRef, useState } from "react";
import { ApiError } from "@/lib/browser/api";
import { testConnection } from "@/lib/browser/clients";
import type { Connection } from "@/lib/contract/clients";
import type { ConnectionCheck, ConnectionTest } from "@/lib/contract/connection-test";

/** The pauses before each retry for a client that is not active yet, in seconds: one minute in total. */
const PAUSES_S = [2, 4, 8, 16, 30];

function summaryOf({ checks, waitedMs }: ConnectionTest): string {
  const count = (outcome: ConnectionCheck["outcome"]) => checks.filter((check) => check.outcome === outcome).length;
  if (count("not_active") > 0)
    return "Camunda does not recognize this client yet. Test again in a few minutes. If that doesn't help, delete it and create a new one.";
  const tested = checks.length - count("not_testable");
  if (tested === 0) return "There is nothing to test.";
  const waited = waitedMs < 1000 ? "" : ` Rate-limited: waited ${Math.round(waitedMs / 1000)} s.`;
  const withoutPermissions = count("not_permitted");
  const permissions = withoutPermissions === 0 ? "" : ` ${withoutPermissions} without permissions yet.`;
  return `Done: ${count("reached") + withoutPermissions} of ${tested} reached.${permissions}${waited}`;
}

/** Runs the connection test, and retries with growing pauses while Camunda does not recognize the client. */
export function useTestRun({ clusterId, clientId }: Connection, clientSecret: string) {
  const [isRunning, setRunning] = useState(false);
  const [pause, setPause] = useState<number | null>(null);
  const [result, setResult] = useState<ConnectionTest | null>(null);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const isGone = useRef(false);
  // State updates too late for a second press in the same turn.
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
      const test = await testConnection(clusterId, { clientId, clientSecret });
      if (isGone.current) return;
      setResult(test);
      const next = PAUSES_S[tries];
      if (next !== undefined && test.checks.some(({ outcome }) => outcome === "not_active")) {
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
  const progress =
    pause === null
      ? "Signing in and calling each API. Camunda allows about one sign-in per second, so this can take a moment."
      : `Trying again in ${pause} seconds.`;
  /** The progress or the summary, to be shown and announced. */
  const news = isRunning ? progress : result ? summaryOf(result) : "";
  return { isRunning, news, result, failure, run };
}
