"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";

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
            <Link
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
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
