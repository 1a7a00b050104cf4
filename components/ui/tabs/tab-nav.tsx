"use client";

import { usePathname } from "next/navigation";
import { classNames } from "@/components/ui/class-names";
import { TAB_CLASS, TAB_STRIP_CLASS } from "@/components/ui/tabs/tab-class";
import { PageLink } from "@/components/ui/text/page-link";

type TabNavProps = {
  /** Names the navigation, such as "Cluster". */
  label: string;
  items: readonly { href: string; label: string }[];
  className?: string | undefined;
};

/** Tabs that are links to pages, with the current page marked. */
export function TabNav({ label, items, className }: TabNavProps) {
  const pathname = usePathname();
  return (
    <nav aria-label={label} className={classNames(TAB_STRIP_CLASS, className)}>
      {items.map(({ href, label: text }) => (
        <PageLink
          key={href}
          href={href}
          aria-current={pathname === href || pathname.startsWith(`${href}/`) ? "page" : undefined}
          className={TAB_CLASS}
        >
          {text}
        </PageLink>
      ))}
    </nav>
  );
}
