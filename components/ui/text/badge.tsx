import type { ReactNode } from "react";

/** A short label, such as a scope. For states use Status. */
export function Badge({ children }: { children: ReactNode }) {
  return (
    <span className="inline-flex h-5 align-bottom items-center rounded-sm border border-line bg-sunken px-1.5 text-xs font-medium whitespace-nowrap text-text-muted">
      {children}
    </span>
  );
}
