"use client";

import { createContext, type ReactNode, useContext } from "react";

const DemoContext = createContext(false);

/** Tells every page, including error and not-found pages, whether this is the demo. */
export function DemoProvider({ demo, children }: { demo: boolean; children: ReactNode }) {
  return <DemoContext value={demo}>{children}</DemoContext>;
}

/** A line above every page of the demo. */
export function DemoNotice() {
  if (!useContext(DemoContext)) return null;
  return (
    <aside
      aria-label="Notice"
      className="border-b border-warn-line bg-warn-soft px-4 py-1 text-center text-sm text-warn print:hidden"
    >
      Demo: simulated Camunda Console
    </aside>
  );
}
