import { LoaderCircle } from "lucide-react";
import type { ReactNode } from "react";

/** The icon alone, for places that have a label of their own. */
export function SpinnerIcon() {
  return <LoaderCircle className="size-4 shrink-0 animate-turn" />;
}

/** What is in progress: a spinner always has words. Announced politely. */
export function Spinner({ children }: { children: ReactNode }) {
  return (
    <p role="status" className="inline-flex items-center gap-2 text-text-muted">
      <SpinnerIcon />
      {children}
    </p>
  );
}
