"use client";

import { useEffect, useState } from "react";
import { TableSkeleton } from "@/components/ui/skeleton";

/** After this many milliseconds we say why it takes so long. */
const SLOW_AFTER_MS = 5_000;

type WaitingProps = { label: string; columns?: number };

/** A page's list while it is on its way; says so when Camunda is slow. It never waits for ever: the server gives up. */
export function Waiting({ label, columns = 4 }: WaitingProps) {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SLOW_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="flex flex-col gap-3">
      <TableSkeleton label={label} columns={columns} />
      <p role="status" className="text-text-muted">
        {isSlow && "Camunda's Console API is slow to answer. If it does not, we show what we saw last."}
      </p>
    </div>
  );
}
