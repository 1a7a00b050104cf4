"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Edited } from "@/components/metadata/edit-clients-dialog";
import { Button } from "@/components/ui/button/button";
import { DoneBanner } from "@/components/ui/feedback/done-banner";
import { ApiError } from "@/lib/browser/api";
import { changeAtOnce } from "@/lib/browser/change-at-once";

/** What an edit did, with a button that undoes it. Keep it mounted, with null until something is done. */
export function EditedBanner({ edited }: { edited: Edited | null }) {
  const queries = useQueryClient();
  const [undoing, setUndoing] = useState<{ of: Edited; outcome: "pending" | "done" | ApiError } | null>(null);
  // An undo of an earlier edit says nothing of this one.
  const outcome = undoing?.of === edited ? undoing?.outcome : undefined;
  const undo = async (of: Edited) => {
    if (outcome === "pending") return;
    setUndoing({ of, outcome: "pending" });
    try {
      await changeAtOnce(queries, of.undo);
      setUndoing({ of, outcome: "done" });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setUndoing({ of, outcome: error });
    }
  };
  const message =
    outcome instanceof ApiError
      ? `Not undone: ${outcome.message}`
      : outcome === "done"
        ? "Undone."
        : (edited?.message ?? "");
  return (
    <DoneBanner
      message={message}
      action={
        edited !== null &&
        edited.undo.length > 0 &&
        outcome !== "done" && (
          <Button size="sm" pending={outcome === "pending"} pendingLabel="Undoing…" onClick={() => void undo(edited)}>
            Undo
          </Button>
        )
      }
    />
  );
}
