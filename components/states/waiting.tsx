import type { ComponentProps } from "react";
import { TableSkeleton } from "@/components/ui/feedback/skeleton";

const SLOW = {
  console: "Camunda's Console API is slow to answer. If it does not, we show what we saw last.",
  database: "Latchkey's database is slow to answer.",
};

type WaitingProps = Pick<ComponentProps<typeof TableSkeleton>, "label" | "columns" | "above"> & {
  /** Who is asked: what it says of a long wait. */
  source?: keyof typeof SLOW;
};

/**
 * A page's list while it is on its way; after five seconds it says why it takes so long. By CSS alone: until the page
 * has come whole, no script runs in what stands in its place. It never waits for ever: the server gives up.
 */
export function Waiting({ label, columns, above, source = "console" }: WaitingProps) {
  return (
    <div className="flex flex-col gap-3">
      <TableSkeleton label={label} columns={columns} above={above} />
      <p role="status" className="animate-late text-text-muted">
        {SLOW[source]}
      </p>
    </div>
  );
}
