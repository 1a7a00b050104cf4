"use client";

import { Search } from "lucide-react";
import { lazy, type ReactNode, Suspense } from "react";
import { DemoNotice } from "@/components/shell/demo";
import { Logo } from "@/components/shell/logo";
import { MainNav, type ShellEntry } from "@/components/shell/main-nav";
import { TopBar } from "@/components/shell/top-bar";
import { type ShellUser, UserMenu } from "@/components/shell/user-menu";
import { PageLink } from "@/components/ui/text/page-link";

// Not part of a page's first load: it acts from the second page on.
const FocusAfterNavigation = lazy(() =>
  import("@/components/shell/focus-after-navigation").then((module) => ({ default: module.FocusAfterNavigation })),
);

type AppShellProps = {
  /** Where the logo links to. */
  home: string;
  entries: readonly ShellEntry[];
  /** Asks for a search of everything. */
  onSearch: () => void;
  user: ShellUser;
  onSignOut: () => void;
  children: ReactNode;
};

/** The frame around every page of a signed-in person: a sidebar, or a bar at the top of small screens. */
export function AppShell({ home, entries, onSearch, user, onSignOut, children }: AppShellProps) {
  return (
    <div className="min-h-dvh md:flex">
      <a
        href="#main"
        className="fixed top-2 left-2 z-skip rounded bg-primary px-3 py-2 font-medium text-primary-text not-focus:sr-only print:hidden"
      >
        Skip to content
      </a>
      <nav
        aria-label="Main"
        className="sticky top-0 flex h-dvh w-sidebar shrink-0 flex-col gap-6 border-r border-line bg-sidebar px-3 pt-4 pb-3 max-md:hidden print:hidden"
      >
        <PageLink href={home} className="mx-1 self-start rounded-sm">
          <Logo />
        </PageLink>
        <button
          type="button"
          aria-haspopup="dialog"
          aria-keyshortcuts="Control+K Meta+K"
          onClick={onSearch}
          className="flex h-control shrink-0 items-center gap-2.5 rounded border border-line-strong bg-raised px-2 text-text-muted transition-colors hover:bg-hover [&_svg]:size-4"
        >
          <Search />
          Go to…
          <kbd className="ml-auto font-sans text-xs text-text-faint">Ctrl K</kbd>
        </button>
        <div className="min-h-0 grow overflow-y-auto">
          <MainNav entries={entries} />
        </div>
        <UserMenu user={user} onSignOut={onSignOut} look="wide" />
      </nav>
      <TopBar home={home} entries={entries} onSearch={onSearch} user={user} onSignOut={onSignOut} />
      <Suspense>
        <FocusAfterNavigation />
      </Suspense>
      <div className="flex min-w-0 grow flex-col">
        <DemoNotice />
        <main id="main" tabIndex={-1} className="mx-auto w-full max-w-content grow px-4 py-5 md:px-8 md:py-7 print:p-0">
          {children}
        </main>
      </div>
    </div>
  );
}
