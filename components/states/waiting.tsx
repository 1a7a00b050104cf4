import type { ComponentProps } from "react";
import { TableSkeleton } from "@/components/ui/feedback/skeleton";

const SLOW = {
  console: "Camunda's Console API is slow to respond. If it doesn't respond, you'll see the last known data.",
  database: "Latchkey's database is slow to respond.",
};

type WaitingProps = Pick<ComponentProps<typeof TableSkeleton>, "label" | "columns" | "above"> & {
  /** What the page is waiting for: named after a long wait. */
  source?: keyof typeof SLOW;
};

/**
 * A page's list while it loads. After five seconds it says why that takes so long, by CSS alone, because no script runs
 * until the page is complete. The server ends every wait.
 */
export function Waiting({ label, columns, above, source = "console" }: WaitingProps) {
  return (
    <div className="flex flex-col gap-3 noscript:hidden">
      <TableSkeleton label={label} columns={columns} above={above} />
      <p role="status" className="animate-late text-text-muted">
        {SLOW[source]}
      </p>
    </div>
  );
}
