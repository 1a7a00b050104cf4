"use client";

import { Check, Copy, Eye, EyeOff } from "lucide-react";
import { useRef } from "react";
import { IconButton } from "@/components/ui/button/icon-button";
import { CopyOutcome } from "@/components/ui/copy/copy-outcome";
import { useCopy } from "@/components/ui/copy/use-copy";

/** Always the same length, so that it does not reveal that of the secret. */
const MASK = "•".repeat(24);

type SecretValueProps = {
  secret: string;
  isRevealed: boolean;
  onReveal: (revealed: boolean) => void;
  onCopied: () => void;
};

/** A secret, masked until revealed. Plain text, because browsers remember form fields. */
export function SecretValue({ secret, isRevealed, onReveal, onCopied }: SecretValueProps) {
  const shown = useRef<HTMLElement>(null);
  const { state, copy } = useCopy({
    text: secret,
    selectOnFailure: shown,
    onCopied,
    onFailed: () => onReveal(true),
  });
  return (
    <span className="flex max-w-full flex-wrap items-center gap-1">
      <code ref={shown} className="text-sm wrap-anywhere">
        {isRevealed ? secret : <span aria-hidden="true">{MASK}</span>}
        {!isRevealed && <span className="sr-only">hidden</span>}
      </code>
      <IconButton
        label={isRevealed ? "Hide client secret" : "Reveal client secret"}
        size="sm"
        icon={isRevealed ? <EyeOff /> : <Eye />}
        onClick={() => onReveal(!isRevealed)}
      />
      <IconButton
        label="Copy client secret"
        size="sm"
        icon={state === "copied" ? <Check className="text-ok" /> : <Copy />}
        onClick={() => void copy()}
      />
      <CopyOutcome state={state} />
    </span>
  );
}
