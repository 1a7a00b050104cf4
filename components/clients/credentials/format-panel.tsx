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
import { withoutSecretName } from "@/lib/credentials/file-names";
import type { Format, Rendered } from "@/lib/credentials/format";

export type FormatPanelProps = {
  id: string;
  label: string;
  load: () => Promise<Format>;
  credentials: Credentials;
  /** The same credentials with a marker instead of the secret. */
  masked: Credentials;
  isRevealed: boolean;
  /** Whether a file was downloaded, or something copied. */
  isSaved: boolean;
  /** False for the files of later days. */
  hasSecret: boolean;
  onReveal: (revealed: boolean) => void;
  variant: string | undefined;
  onVariant: (variant: string) => void;
  onTaken: (event: "copied" | "downloaded", format: string) => void;
};

/** How many lines are shown at first. */
const FOLDED_LINES = 6;

const textOf = (rendered: Rendered) => (rendered.ok ? rendered.text : rendered.message);

/** One format: what it is for, its text with the secret masked until revealed, download, copy and usage. */
export function FormatPanel(props: FormatPanelProps) {
  const { id, label, load, credentials, masked, variant, onReveal, onVariant, onTaken } = props;
  const { isRevealed, isSaved, hasSecret } = props;
  const [format, setFormat] = useState<Format | null>(null);
  const [isBroken, setBroken] = useState(false);
  const [isFolded, setFolded] = useState(true);
  const [wraps, setWraps] = useState(false);
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
  const fileName = hasSecret ? format.fileName(connection) : withoutSecretName(format.fileName(connection));
  const text = textOf(isRevealed ? rendered : format.render(masked, chosen));
  const lineCount = text.trimEnd().split("\n").length;
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
              variant={isSaved ? "secondary" : "primary"}
              onClick={() => {
                downloadText(fileName, rendered.text);
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
          </div>
          <code className="text-sm text-text-muted wrap-anywhere">{fileName}</code>
          <CodeBlock ref={shown} label={label} text={text} folded={isFolded} wraps={wraps} />
          <div className="flex flex-wrap gap-2">
            {lineCount > FOLDED_LINES && (
              <Button size="sm" variant="ghost" aria-expanded={!isFolded} onClick={() => setFolded(!isFolded)}>
                {isFolded ? `Show all ${lineCount} lines` : "Show fewer lines"}
              </Button>
            )}
            <Button size="sm" variant="ghost" aria-pressed={wraps} onClick={() => setWraps(!wraps)}>
              Wrap lines
            </Button>
          </div>
        </>
      ) : (
        <Banner tone="warn" title="This format can't hold these values">
          {rendered.message}
        </Banner>
      )}
      <details className="min-w-0">
        <summary className="w-fit rounded-sm font-medium text-text-muted hover:text-text">Usage</summary>
        <div className="pt-1.5">
          <CodeBlock label={`Usage of ${label}`} text={format.usage(connection).join("\n")} />
        </div>
      </details>
    </div>
  );
}
