"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button/button";
import { DoneBanner } from "@/components/ui/feedback/done-banner";
import { ApiError } from "@/lib/browser/api";

/** What was done, in a sentence, and what undoes it: that resolves to the sentence that says so. */
export type Done = { message: string; undo?: () => Promise<string>; undoLabel?: string };

/**
 * What an action did, with a button that undoes it. Keep it mounted, with null until something is done. Each thing that
 * is done needs an object of its own, which stays the same.
 */
export function UndoBanner({ done }: { done: Done | null }) {
  const [step, setStep] = useState<{ of: Done; isPending?: boolean; isUndone?: boolean; words?: string } | null>(null);
  const current = step !== null && step.of === done ? step : null;
  const undo = async (of: Done) => {
    if (!of.undo || current?.isPending) return;
    setStep({ of, isPending: true });
    try {
      setStep({ of, isUndone: true, words: await of.undo() });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setStep({ of, words: `Not undone: ${error.message}` });
    }
  };
  return (
    <DoneBanner
      message={current?.words ?? done?.message ?? ""}
      action={
        done?.undo &&
        !current?.isUndone && (
          <Button size="sm" pending={current?.isPending} pendingLabel="Undoing…" onClick={() => void undo(done)}>
            {done.undoLabel ?? "Undo"}
          </Button>
        )
      }
    />
  );
}
