"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Edited } from "@/components/metadata/edit-clients-dialog";
import { useAction } from "@/components/states/use-action";
import { Button } from "@/components/ui/button/button";
import { DoneBanner } from "@/components/ui/feedback/done-banner";
import { reloadInventory } from "@/lib/browser/inventory";
import { changeMetadata } from "@/lib/browser/metadata";

/** What an edit did, with a button that undoes it. Keep it mounted, with null until something is done. */
export function EditedBanner({ edited }: { edited: Edited | null }) {
  const queries = useQueryClient();
  const { isPending, failure, run } = useAction();
  const [undone, setUndone] = useState<Edited | null>(null);
  const isUndone = edited !== null && undone === edited;
  const undo = () =>
    run(async () => {
      if (!edited) return;
      await changeMetadata(edited.undo);
      setUndone(edited);
      await reloadInventory(queries);
    });
  const message = failure ? `Not undone: ${failure.message}` : isUndone ? "Undone." : (edited?.message ?? "");
  return (
    <DoneBanner
      message={message}
      action={
        edited !== null &&
        edited.undo.length > 0 &&
        !isUndone && (
          <Button size="sm" pending={isPending} pendingLabel="Undoing…" onClick={() => void undo()}>
            Undo
          </Button>
        )
      }
    />
  );
}
