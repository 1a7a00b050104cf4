import type { ReactNode } from "react";
import { SignedInShell } from "@/components/members/signed-in-shell";
import { QueryProvider } from "@/lib/browser/query-provider";
import { loadPage } from "@/lib/server/identity/page";

/** The shell around each page. Every page checks its actor itself, because a layout protects nothing. */
export default async function SignedInLayout({ children }: { children: ReactNode }) {
  const { name, role } = await loadPage(async (actor) => actor);
  return (
    <QueryProvider>
      <SignedInShell name={name} role={role}>
        {children}
      </SignedInShell>
    </QueryProvider>
  );
}
