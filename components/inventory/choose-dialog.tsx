"use client";

import { SuggestField } from "@/components/inventory/suggest-field";
import { Button } from "@/components/ui/button/button";
import { Dialog } from "@/components/ui/dialog/dialog";

type ChooseDialogProps = {
  of: "cluster" | "owner" | "tag";
  value: string | undefined;
  onChoose: (value: string | undefined) => void;
  onClose: () => void;
};

const WORDS = {
  cluster: { title: "Filter by cluster", label: "Cluster" },
  owner: { title: "Filter by owner", label: "Owner" },
  tag: { title: "Filter by tag", label: "Tag" },
};

/** Chooses the cluster, owner or tag of the filter, out of more than a menu can show. The list follows at once. */
export function ChooseDialog({ of, value, onChoose, onClose }: ChooseDialogProps) {
  const { title, label } = WORDS[of];
  return (
    <Dialog open size="sm" title={title} onCloseRequest={onClose} footer={<Button onClick={onClose}>Cancel</Button>}>
      <SuggestField label={label} of={of} value={value} onChange={onChoose} />
    </Dialog>
  );
}
