"use client";

import { Download } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button/button";
import { CopyButton } from "@/components/ui/copy/copy-button";
import { Banner } from "@/components/ui/feedback/banner";
import { Spinner } from "@/components/ui/feedback/spinner";
import { Select } from "@/components/ui/field/select";
import { CodeBlock } from "@/components/ui/text/code-block";
import { downloadText } from "@/lib/browser/download";
import type { Credentials } from "@/lib/credentials/credentials";
import type { Format, Rendered } from "@/lib/credentials/format";

export type FormatPanelProps = {
  id: string;
  label: string;
  load: () => Promise<Format>;
  credentials: Credentials;
  /** The same credentials with a marker instead of the secret. */
  masked: Credentials;
  isRevealed: boolean;
  onReveal: (revealed: boolean) => void;
  variant: string | undefined;
  onVariant: (variant: string) => void;
  onTaken: (event: "copied" | "downloaded", format: string) => void;
};

const textOf = (rendered: Rendered) => (rendered.ok ? rendered.text : rendered.message);

/** One format: what it is for, its text with the secret masked until revealed, download, copy and usage. */
export function FormatPanel(props: FormatPanelProps) {
  const { id, label, load, credentials, masked, variant, isRevealed, onReveal, onVariant, onTaken } = props;
  const [format, setFormat] = useState<Format | null>(null);
  const [isBroken, setBroken] = useState(false);
  const shown = useRef<HTMLElement>(null);
  useEffect(() => {
    load().then(setFormat, () => setBroken(true));
  }, [load]);

  if (isBroken)
    return (
      <Banner
        announce
        tone="bad"
        title="Couldn't load this format. Choose another one, or copy the client ID and secret."
      />
    );
  if (!format) return <Spinner>Loading {label}…</Spinner>;
  const { connection } = credentials;
  const chosen = variant ?? format.defaultVariant?.(connection);
  const rendered = format.render(credentials, chosen);
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <p className="text-text-muted">{format.description}</p>
      {format.variants && (
        <Select
          inline
          label="Keys for"
          value={chosen}
          onChange={({ target }) => onVariant(target.value)}
          options={format.variants.map((option) => ({ value: option.id, label: option.label }))}
        />
      )}
      {rendered.ok ? (
        <>
          <div className="flex flex-wrap items-center gap-2">
            <Button
              onClick={() => {
                downloadText(format.fileName(connection), rendered.text);
                onTaken("downloaded", id);
              }}
            >
              <Download />
              Download
            </Button>
            <CopyButton
              text={rendered.text}
              selectOnFailure={shown}
              onFailed={() => onReveal(true)}
              onCopied={() => onTaken("copied", id)}
            />
            <code className="text-sm text-text-muted wrap-anywhere">{format.fileName(connection)}</code>
          </div>
          <CodeBlock ref={shown} label={label} text={textOf(isRevealed ? rendered : format.render(masked, chosen))} />
        </>
      ) : (
        <Banner tone="warn" title="This format can't hold these values">
          {rendered.message}
        </Banner>
      )}
      <div className="flex min-w-0 flex-col gap-1.5">
        <h3 className="font-medium">Usage</h3>
        <CodeBlock label={`Usage of ${label}`} text={format.usage(connection).join("\n")} />
      </div>
    </div>
  );
}
