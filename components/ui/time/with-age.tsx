import type { ReactNode } from "react";
import { Dotted } from "@/components/ui/text/dotted";
import { Relative } from "@/components/ui/time/relative";

/** A time, and how far away it is. */
export function WithAge({ at, children }: { at: string; children: ReactNode }) {
  return (
    <Dotted>
      {children}
      <span className="whitespace-nowrap text-text-faint">
        <Relative at={at} />
      </span>
    </Dotted>
  );
}
