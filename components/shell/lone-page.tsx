import type { ReactNode } from "react";
import { Logo } from "@/components/shell/logo";

/** A page without the shell: before signing in, or where nothing else can be shown. */
export function LonePage({ notice, children }: { notice?: string | undefined; children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      {notice && (
        <aside
          aria-label="Notice"
          className="border-b border-warn-line bg-warn-soft px-4 py-1 text-center text-sm text-warn"
        >
          {notice}
        </aside>
      )}
      <main id="main" tabIndex={-1} className="m-auto flex w-full max-w-dialog-sm flex-col gap-8 px-4 py-10">
        <Logo />
        {children}
      </main>
    </div>
  );
}
