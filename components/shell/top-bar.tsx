"use client";

import { Menu as MenuIcon, Search, X } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import { Logo } from "@/components/shell/logo";
import { MainNav, type ShellEntry } from "@/components/shell/main-nav";
import { type ShellUser, UserMenu } from "@/components/shell/user-menu";
import { IconButton } from "@/components/ui/button/icon-button";
import { PageLink } from "@/components/ui/text/page-link";

type TopBarProps = {
  home: string;
  entries: readonly ShellEntry[];
  onSearch: () => void;
  user: ShellUser;
  onSignOut: () => void;
};

/** The bar at the top of small screens. The navigation opens below it. */
export function TopBar({ home, entries, onSearch, user, onSignOut }: TopBarProps) {
  const [open, setOpen] = useState(false);
  const navId = useId();
  const button = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (!open) return;
    const leave = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      setOpen(false);
      button.current?.focus();
    };
    document.addEventListener("keydown", leave);
    return () => document.removeEventListener("keydown", leave);
  }, [open]);

  return (
    <header className="sticky top-0 z-sticky border-b border-line bg-canvas md:hidden print:hidden">
      <div className="flex h-topbar items-center gap-2 px-3">
        <IconButton
          ref={button}
          label={open ? "Close navigation" : "Open navigation"}
          tooltip={false}
          icon={open ? <X /> : <MenuIcon />}
          aria-expanded={open}
          aria-controls={open ? navId : undefined}
          onClick={() => setOpen(!open)}
        />
        <PageLink href={home} className="mr-auto flex rounded-sm">
          <Logo />
        </PageLink>
        <IconButton label="Go to…" tooltip={false} icon={<Search />} aria-haspopup="dialog" onClick={onSearch} />
        <UserMenu user={user} onSignOut={onSignOut} look="small" />
      </div>
      {open && (
        <nav id={navId} aria-label="Main" className="border-t border-line px-3 py-2">
          <MainNav entries={entries} onNavigate={() => setOpen(false)} />
        </nav>
      )}
    </header>
  );
}
