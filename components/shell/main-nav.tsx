"use client";

import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { PageLink } from "@/components/ui/text/page-link";

export type ShellEntry = {
  href: string;
  label: string;
  /** The key that goes there, after "g". */
  key: string;
  /** A lucide icon. */
  icon: ReactNode;
  /** A count beside the label. */
  badge?: string | undefined;
};

/** The main navigation, with the current section marked. */
export function MainNav({ entries, onNavigate }: { entries: readonly ShellEntry[]; onNavigate?: () => void }) {
  const pathname = usePathname();
  return (
    <ul className="flex flex-col gap-0.5">
      {entries.map(({ href, label, icon, badge }) => {
        const within = pathname === href || pathname.startsWith(`${href}/`);
        return (
          <li key={href}>
            <PageLink
              href={href}
              aria-current={pathname === href ? "page" : within || undefined}
              {...(onNavigate && { onClick: onNavigate })}
              className="flex h-control items-center gap-2.5 rounded px-2 font-medium text-text-muted transition-colors hover:bg-hover hover:text-text aria-[current]:bg-hover aria-[current]:text-text forced-colors:aria-[current]:underline [&_svg]:size-4"
            >
              {icon}
              {label}
              {badge !== undefined && (
                <span className="ml-auto rounded-sm bg-hover px-1.5 text-xs tabular-nums">{badge}</span>
              )}
            </PageLink>
          </li>
        );
      })}
    </ul>
  );
}
