"use client";

import { Check, Copy } from "lucide-react";
import { Button, type ButtonProps } from "@/components/ui/button/button";
import { type CopyOptions, copyMessage, useCopy } from "@/components/ui/copy/use-copy";
import { LiveRegion } from "@/components/ui/feedback/live-region";

type CopyButtonProps = CopyOptions &
  Pick<ButtonProps, "variant" | "size"> & {
    /** The button's label. */
    label?: string | undefined;
  };

/** Copies a text. Says "Copied" when that worked, and what to do when it did not. */
export function CopyButton({ label = "Copy", variant, size, ...options }: CopyButtonProps) {
  const { state, copy } = useCopy(options);
  const message = copyMessage(state, options.selectOnFailure !== undefined);
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <Button variant={variant} size={size} onClick={copy}>
        {state === "copied" ? <Check className="text-ok" /> : <Copy />}
        {label}
      </Button>
      {/* Screen readers read the live region instead. */}
      {message && (
        <span aria-hidden="true" className={state === "refused" ? "text-sm text-bad" : "text-sm text-text-muted"}>
          {message}
        </span>
      )}
      <LiveRegion message={message} />
    </span>
  );
}
