"use client";

import { useQuery } from "@tanstack/react-query";
import { Boxes, CircleAlert, CircleUser, Gauge, KeyRound, ScrollText, Settings } from "lucide-react";
import { usePathname } from "next/navigation";
import { lazy, type ReactNode, Suspense, useMemo } from "react";
import { ROLE_NAMES } from "@/components/members/words";
import { Shortcuts } from "@/components/palette/shortcuts";
import { AppShell } from "@/components/shell/app-shell";
import { useSignOut } from "@/components/sign-in/use-sign-out";
import { countText } from "@/components/states/count-text";
import { openFindingsQuery } from "@/lib/browser/finding-counts";
import type { CappedCount } from "@/lib/contract/capped-count";
import type { EmergencyAccess } from "@/lib/contract/emergency-access";
import type { Role } from "@/lib/contract/roles";

// Few installations have an emergency sign-in.
const EmergencyNotice = lazy(async () => ({
  default: (await import("@/components/members/emergency-notice")).EmergencyNotice,
}));

// Only the demo has a checklist that needs it.
const RememberVisits = lazy(async () => ({
  default: (await import("@/components/setup/remember-visits")).RememberVisits,
}));

const entriesWith = (findings: CappedCount, failedNotices: CappedCount) => [
  { href: "/", label: "Overview", key: "o", icon: <Gauge /> },
  { href: "/clusters", label: "Clusters", key: "c", icon: <Boxes /> },
  { href: "/clients", label: "Clients", key: "l", icon: <KeyRound /> },
  {
    href: "/findings",
    label: "Findings",
    key: "f",
    icon: <CircleAlert />,
    ...(findings.count > 0 && { badge: countText(findings) }),
  },
  { href: "/me", label: "For me", key: "m", icon: <CircleUser /> },
  { href: "/audit", label: "Audit log", key: "a", icon: <ScrollText /> },
  {
    href: "/settings",
    label: "Settings",
    key: "s",
    icon: <Settings />,
    ...(failedNotices.count > 0 && { badge: `${countText(failedNotices)} failed` }),
  },
];

type SignedInShellProps = {
  name: string;
  role: Role;
  /** Null where the settings have no emergency sign-in. */
  emergency: EmergencyAccess | null;
  /** How many findings are open. */
  findings: CappedCount;
  /** How many notices were given up: for owners. */
  failedNotices: CappedCount;
  /** In the demo: the member whose checklist goes by the pages that they open. */
  visitorId: string | null;
  children: ReactNode;
};

/** The shell around every page of a member, with the product's sections. */
export function SignedInShell(props: SignedInShellProps) {
  const { name, role, emergency, findings, failedNotices, visitorId, children } = props;
  const { leave, failure } = useSignOut();
  const pathname = usePathname();
  const { data: openFindings } = useQuery({ ...openFindingsQuery, initialData: findings });
  const entries = useMemo(() => entriesWith(openFindings, failedNotices), [openFindings, failedNotices]);
  return (
    <Shortcuts entries={entries} role={role} onSignOut={leave}>
      {(openPalette) => (
        <AppShell
          home="/"
          entries={entries}
          onSearch={openPalette}
          user={{ name, role: ROLE_NAMES[role] }}
          onSignOut={leave}
        >
          <div className="flex flex-col gap-5">
            <Suspense>{emergency && <EmergencyNotice key={pathname} access={emergency} />}</Suspense>
            <Suspense>{visitorId !== null && <RememberVisits memberId={visitorId} />}</Suspense>
            {failure}
            {children}
          </div>
        </AppShell>
      )}
    </Shortcuts>
  );
}
