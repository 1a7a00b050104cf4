"use client";

import { useState } from "react";
import { FormatPanel, type FormatPanelProps } from "@/components/clients/credentials/format-panel";
import { useChosenFormat } from "@/components/clients/credentials/use-chosen-format";
import { Banner } from "@/components/ui/feedback/banner";
import { Tabs } from "@/components/ui/tabs/tabs";
import type { Connection } from "@/lib/contract/clients";
import { HIDDEN_MARKER, makeCredentials } from "@/lib/credentials/credentials";
import { FORMAT_GROUPS, FORMAT_LABELS } from "@/lib/credentials/format-labels";

const GROUPS = FORMAT_GROUPS.map(({ label, ids }) => ({
  label,
  tabs: ids.map((id) => ({ id, label: FORMAT_LABELS[id] })),
}));

type FormatTabsProps = Pick<FormatPanelProps, "isRevealed" | "isSaved" | "hasSecret" | "onReveal" | "onTaken"> & {
  connection: Connection;
  /** The secret, or the marker that replaces it later. */
  secret: string;
  /** What to do when the cluster's addresses are unknown, so that no file can be made. */
  withoutFiles?: string;
};

/** Every format that real clients read, one tab each, by what reads them. Only the chosen panel gets the secret. */
export function FormatTabs({ connection, secret, withoutFiles, ...panel }: FormatTabsProps) {
  const [format, choose] = useChosenFormat();
  const [variant, setVariant] = useState<string | undefined>(undefined);
  const made = makeCredentials(connection, secret);
  const masked = makeCredentials(connection, HIDDEN_MARKER);
  if (!made.ok || !masked.ok) {
    return (
      <Banner tone="warn" title="No files yet">
        {made.ok ? null : made.message} {withoutFiles}
      </Banner>
    );
  }
  return (
    <Tabs label="Format" groups={GROUPS} value={format.id} onChange={choose}>
      <FormatPanel
        {...panel}
        {...format}
        credentials={made.credentials}
        masked={masked.credentials}
        variant={variant}
        onVariant={setVariant}
      />
      {made.notices.length > 0 && (
        <div className="flex flex-col gap-3 pt-4">
          {made.notices.map(({ title, text }) => (
            <Banner key={title} tone="info" title={title}>
              {text}
            </Banner>
          ))}
        </div>
      )}
    </Tabs>
  );
}
