"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Edited } from "@/components/metadata/edit-clients-dialog";
import { UndoBanner } from "@/components/states/undo-banner";
import { changeAtOnce } from "@/lib/browser/change-at-once";

/** What an edit did, with a button that undoes it. Keep it mounted, with null until something is done. */
export function EditedBanner({ edited }: { edited: Edited | null }) {
  const queries = useQueryClient();
  const done = useMemo(() => {
    if (!edited) return null;
    const { message, changed, undo: changes } = edited;
    if (changes.length === 0) return { message };
    const part = changes.length < changed ? ` for ${changes.length} of ${changed} clients` : "";
    const undo = async () => {
      await changeAtOnce(queries, changes);
      return `Undone${part}.`;
    };
    return { message, undo, undoLabel: `Undo${part}` };
  }, [edited, queries]);
  return <UndoBanner done={done} />;
}
