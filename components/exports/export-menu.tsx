"use client";

import { Download } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Button } from "@/components/ui/button/button";
import type { Exported, ExportOptions } from "@/lib/browser/exports";

const ExportDialog = lazy(async () => ({ default: (await import("@/components/exports/export-dialog")).ExportDialog }));

type ExportMenuProps = {
  /** The address of the export, such as `/api/audit-events/export`. */
  address: string;
  exported: Exported;
  /** The filter of the list that is shown. */
  filter: ExportOptions["filter"];
};

/** A button that asks what to export and how, and then shows how far that is. */
export function ExportMenu({ address, exported, filter }: ExportMenuProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <Download />
        Export
      </Button>
      <Suspense>
        {isOpen && (
          <ExportDialog address={address} exported={exported} filter={filter} onClose={() => setOpen(false)} />
        )}
      </Suspense>
    </>
  );
}
