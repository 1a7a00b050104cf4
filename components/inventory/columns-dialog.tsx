"use client";

import { useState } from "react";
import { COLUMN_NAMES, columnsOf } from "@/components/inventory/columns";
import { Button } from "@/components/ui/button/button";
import { Dialog } from "@/components/ui/dialog/dialog";
import { Choice } from "@/components/ui/field/choice";
import { FieldGroup } from "@/components/ui/field/field-group";
import { INVENTORY_COLUMNS } from "@/lib/contract/inventory-filters";

type ColumnsDialogProps = {
  columns: string | undefined;
  onChange: (columns: string | undefined) => void;
  onClose: () => void;
};

/** Chooses the columns of the inventory. The table changes at once. */
export function ColumnsDialog({ columns, onChange, onClose }: ColumnsDialogProps) {
  // A box shows the press at once: the address, which holds the choice, follows a moment later.
  const [chosen, setChosen] = useState(() => columnsOf(columns));
  const show = (next: string | undefined) => {
    setChosen(columnsOf(next));
    onChange(next);
  };
  const toggle = (name: string, isOn: boolean) =>
    show(INVENTORY_COLUMNS.filter((column) => (column === name ? isOn : chosen.includes(column))).join());
  return (
    <Dialog
      open
      size="sm"
      title="Columns"
      description="The name is always shown. The page's address and saved views keep your choice."
      onCloseRequest={onClose}
      footer={
        <>
          <Button onClick={() => show(undefined)}>Reset</Button>
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        </>
      }
    >
      <FieldGroup label="Show">
        {INVENTORY_COLUMNS.map((name) => (
          <Choice
            key={name}
            type="checkbox"
            label={COLUMN_NAMES[name]}
            checked={chosen.includes(name)}
            disabled={chosen.length === 1 && chosen.includes(name)}
            onChange={({ target }) => toggle(name, target.checked)}
          />
        ))}
      </FieldGroup>
    </Dialog>
  );
}
