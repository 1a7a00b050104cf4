"use client";

import { useState } from "react";
import { FormatPanel } from "@/components/clients/credentials/format-panel";
import { useChosenFormat } from "@/components/clients/credentials/use-chosen-format";
import { Banner } from "@/components/ui/feedback/banner";
import { Tabs } from "@/components/ui/tabs/tabs";
import type { Connection } from "@/lib/contract/clients";
import { HIDDEN_MARKER, makeCredentials } from "@/lib/credentials/credentials";
import { FORMATS } from "@/lib/credentials/formats";

export type FormatTabsProps = {
  connection: Connection;
  /** The secret, or the marker that stands in its place later. */
  secret: string;
  isRevealed: boolean;
  onReveal: (revealed: boolean) => void;
  onTaken: (event: "copied" | "downloaded", format: string) => void;
  /** What to do where the cluster's addresses are not known, and so no file can be made. */
  withoutFiles?: string;
};

/** Every format that real clients read, one tab each; the last choice is remembered, and nothing but the choice. */
export function FormatTabs({ connection, secret, withoutFiles, ...rest }: FormatTabsProps) {
  const [chosen, choose] = useChosenFormat();
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
    <div className="flex min-w-0 flex-col gap-4">
      {made.notices.map(({ title, text }) => (
        <Banner key={title} tone="info" title={title}>
          {text}
        </Banner>
      ))}
      <Tabs
        label="Format"
        value={chosen}
        onChange={choose}
        tabs={FORMATS.map(({ id, label, load }) => ({
          id,
          label,
          panel: (
            <FormatPanel
              id={id}
              label={label}
              load={load}
              credentials={made.credentials}
              masked={masked.credentials}
              variant={variant}
              onVariant={setVariant}
              {...rest}
            />
          ),
        }))}
      />
    </div>
  );
}
