"use client";

import { Tooltip as Radix } from "radix-ui";
import type { ReactNode } from "react";

type TooltipProps = {
  /** Short plain text. It may repeat or add; nothing may stand here alone, since touch screens never show it. */
  text: string;
  /** One focusable element that takes a ref. */
  children: ReactNode;
};

/** A few words on hover and on keyboard focus; Escape hides them. */
export function Tooltip({ text, children }: TooltipProps) {
  return (
    <Radix.Provider delayDuration={300}>
      <Radix.Root>
        <Radix.Trigger asChild>{children}</Radix.Trigger>
        <Radix.Portal>
          <Radix.Content
            sideOffset={6}
            collisionPadding={8}
            className="z-popover max-w-dialog-sm animate-appear rounded bg-primary px-2 py-1 text-xs text-primary-text shadow-popover"
          >
            {text}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  );
}
