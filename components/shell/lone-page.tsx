import type { ReactNode } from "react";
import { Logo } from "@/components/shell/logo";
import { Notice } from "@/components/shell/notice";

/** A page without the shell: before signing in, or where nothing else can be shown. */
export function LonePage({ notice, children }: { notice?: string | undefined; children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      {notice && <Notice>{notice}</Notice>}
      <main id="main" tabIndex={-1} className="m-auto flex w-full max-w-dialog-sm flex-col gap-8 px-4 py-10">
        <Logo />
        {children}
      </main>
    </div>
  );
}
