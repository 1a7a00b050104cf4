"use client";

import { Check, Copy } from "lucide-react";
import { useRef } from "react";
import { IconButton } from "@/components/ui/button/icon-button";
import { classNames } from "@/components/ui/class-names";
import { CopyOutcome } from "@/components/ui/copy/copy-outcome";
import { useCopy } from "@/components/ui/copy/use-copy";
import { preloadFont } from "@/components/ui/fonts/preload-font";

type CopyTextProps = {
  text: string;
  /** What it is, such as "client ID": the button is named "Copy client ID". */
  what: string;
  onCopied?: (() => void) | undefined;
  /** Shortens a long text with an ellipsis, for lists. The whole text is copied. */
  truncate?: boolean | undefined;
};

/** An ID, host or other machine text in monospace, with a small button that copies it. */
export function CopyText({ text, what, onCopied, truncate = false }: CopyTextProps) {
  preloadFont("jetbrains-mono");
  const shown = useRef<HTMLElement>(null);
  const { state, copy } = useCopy({ text, selectOnFailure: shown, onCopied });
  return (
    <span className="inline-flex max-w-full flex-wrap items-center gap-x-1 align-bottom">
      <span className="inline-flex max-w-full min-w-0 items-center gap-1">
        <code ref={shown} className={classNames("text-sm", truncate ? "truncate" : "wrap-anywhere")}>
          {text}
        </code>
        <IconButton
          label={`Copy ${what}`}
          size="sm"
          icon={state === "copied" ? <Check className="text-ok" /> : <Copy />}
          onClick={copy}
        />
      </span>
      <CopyOutcome state={state} />
    </span>
  );
}
