"use client";

import { useState } from "react";
import { SuggestField } from "@/components/inventory/suggest-field";
import { Button } from "@/components/ui/button/button";
import { Dialog } from "@/components/ui/dialog/dialog";

type ChooseDialogProps = {
  of: "cluster" | "owner" | "tag";
  value: string | undefined;
  onChoose: (value: string | undefined) => void;
  onClose: () => void;
};

const TITLES = { cluster: "Filter by cluster", owner: "Filter by owner", tag: "Filter by tag" };
const LABELS = { cluster: "Cluster", owner: "Owner", tag: "Tag" };

/** Chooses the cluster, owner or tag of the filter, out of more than a menu can show. */
export function ChooseDialog({ of, value, onChoose, onClose }: ChooseDialogProps) {
  const [chosen, setChosen] = useState(value);
  return (
    <Dialog
      open
      size="sm"
      title={TITLES[of]}
      onCloseRequest={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" onClick={() => onChoose(chosen)}>
            Filter
          </Button>
        </>
      }
    >
      <SuggestField label={LABELS[of]} of={of} value={chosen} onChange={setChosen} />
    </Dialog>
  );
}
