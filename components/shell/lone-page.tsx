import type { ReactNode } from "react";
import { DemoNotice } from "@/components/shell/demo";
import { Logo } from "@/components/shell/logo";

/** A page without the shell: before sign-in, or when nothing else can be shown. */
export function LonePage({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <DemoNotice />
      <main id="main" tabIndex={-1} className="m-auto flex w-full max-w-dialog-sm flex-col gap-8 px-4 py-10">
        <Logo />
        {children}
      </main>
    </div>
  );
}
