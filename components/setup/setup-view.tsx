"use client";

import { useState } from "react";
import { BackupNote } from "@/components/setup/backup-note";
import { ActionFailure } from "@/components/states/action-failure";
import { Button } from "@/components/ui/button/button";
import { LiveRegion } from "@/components/ui/feedback/live-region";
import { ProgressBar } from "@/components/ui/feedback/progress-bar";
import { Status, type Tone } from "@/components/ui/feedback/status";
import { ApiError } from "@/lib/browser/api";
import { checkSetup } from "@/lib/browser/setup";
import type { BackupNote as Note, SetupCheck } from "@/lib/contract/setup";
import {
  SETUP_PART_NAMES,
  SETUP_PARTS,
  SETUP_STATE_NAMES,
  type SetupPart,
  type SetupState,
} from "@/lib/contract/setup-parts";

const TONES: Record<SetupState, Tone> = { ok: "ok", warning: "warn", fault: "bad" };

type Result = { part: SetupPart; checks: readonly SetupCheck[] };

/** What all checks found, and whether a backup is recorded, in words. */
function summary(results: readonly Result[], hasBackup: boolean): string {
  const checks = results.flatMap((result) => result.checks);
  const count = (state: SetupState, word: string) => {
    const { length } = checks.filter((check) => check.state === state);
    return length === 0 ? [] : [`${length} ${word}${length === 1 ? "" : "s"}`];
  };
  const found = [
    ...count("fault", "fault"),
    ...count("warning", "warning"),
    ...(hasBackup ? [] : ["no backup recorded"]),
  ];
  const words = new Intl.ListFormat("en").format(found);
  return `${checks.length} checks done: ${words || "nothing is missing"}.`;
}

/** Checks what Latchkey needs, part by part, when somebody asks for it, and records that there is a backup. */
export function SetupView({ note }: { note: Note | null }) {
  const [results, setResults] = useState<readonly Result[]>([]);
  const [isChecking, setChecking] = useState(false);
  const [failure, setFailure] = useState<ApiError | null>(null);

  const check = async () => {
    setChecking(true);
    setFailure(null);
    setResults([]);
    try {
      for (const part of SETUP_PARTS) {
        const checks = await checkSetup(part);
        setResults((before) => [...before, { part, checks }]);
      }
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setFailure(error);
    } finally {
      setChecking(false);
    }
  };
  const isDone = results.length === SETUP_PARTS.length;
  const found = summary(results, note !== null);
  const next = SETUP_PARTS[results.length];
  return (
    <div className="flex flex-col gap-8">
      <section aria-label="Checks" className="flex flex-col gap-5">
        <div className="flex max-w-prose flex-col gap-3">
          <p>
            Checks Camunda, the identity provider and the database. It changes nothing. In a terminal:{" "}
            <code className="text-sm">npm run doctor</code>
          </p>
          <Button
            variant="primary"
            className="self-start"
            pending={isChecking}
            pendingLabel="Checking…"
            onClick={() => void check()}
          >
            Check now
          </Button>
          {isChecking && next && (
            <div className="flex flex-col gap-2">
              <p className="tabular-nums">
                {results.length} of {SETUP_PARTS.length} parts checked. Now: {SETUP_PART_NAMES[next]}
              </p>
              <ProgressBar label="Setup check" done={results.length} total={SETUP_PARTS.length} />
            </div>
          )}
          {isDone && <p className="font-medium">{found}</p>}
        </div>
        <LiveRegion message={isChecking ? "Checking the setup" : isDone ? found : ""} />
        <ActionFailure title="The check did not finish" failure={failure} />
        {results.map(({ part, checks }) => (
          <PartResult key={part} part={part} checks={checks} />
        ))}
      </section>
      <BackupNote note={note} />
    </div>
  );
}

function PartResult({ part, checks }: Result) {
  return (
    <section className="flex flex-col gap-2">
      <h2 className="text-lg font-semibold">{SETUP_PART_NAMES[part]}</h2>
      <ul aria-label={SETUP_PART_NAMES[part]} className="divide-y divide-line border-y border-line">
        {checks.map(({ name, state, found, step }) => (
          <li
            key={`${name} ${found}`}
            className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 py-card sm:grid-cols-[7rem_12rem_minmax(0,1fr)]"
          >
            <Status tone={TONES[state]}>{SETUP_STATE_NAMES[state]}</Status>
            <span className="font-medium wrap-anywhere">{name}</span>
            <div className="col-span-2 flex max-w-prose flex-col gap-1 wrap-anywhere sm:col-span-1">
              <span>{found}</span>
              {step !== null && <span className="text-text-muted">{step}</span>}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
