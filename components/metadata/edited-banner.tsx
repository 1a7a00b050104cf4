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
    const undo = async () => {
      await changeAtOnce(queries, edited.undo);
      return "Undone.";
    };
    return { message: edited.message, undo: edited.undo.length > 0 ? undo : undefined };
  }, [edited, queries]);
  return <UndoBanner done={done} />;
}
