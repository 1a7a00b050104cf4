"use client";

import { Boxes, ScrollText } from "lucide-react";
import { type ReactNode, useState } from "react";
import { AppShell } from "@/components/shell/app-shell";
import { Banner } from "@/components/ui/banner";
import { signOut } from "@/lib/browser/session";
import type { Role } from "@/lib/contract/roles";

const ENTRIES = [
  { href: "/clusters", label: "Clusters", icon: <Boxes /> },
  { href: "/audit", label: "Audit", icon: <ScrollText /> },
];

const ROLE_NAMES: Record<Role, string> = { owner: "Owner", auditor: "Auditor" };

type SignedInShellProps = { name: string; role: Role; demo: boolean; children: ReactNode };

/** The shell around every page of a member. */
export function SignedInShell({ name, role, demo, children }: SignedInShellProps) {
  const [failure, setFailure] = useState<Error | null>(null);
  return (
    <AppShell
      home="/clusters"
      entries={ENTRIES}
      user={{ name, role: ROLE_NAMES[role] }}
      onSignOut={() => void signOut().catch(setFailure)}
      notice={demo ? "Demo: simulated Camunda Console" : undefined}
    >
      <div className="flex flex-col gap-5">
        {failure && (
          <Banner announce tone="bad" title="You are still signed in">
            {failure.message}
          </Banner>
        )}
        {children}
      </div>
    </AppShell>
  );
}
