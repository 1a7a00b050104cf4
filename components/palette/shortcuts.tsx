"use client";

import { useRouter } from "next/navigation";
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from "react";
import { holdKeys } from "@/components/palette/hold-keys";
import type { ShellEntry } from "@/components/shell/main-nav";
import { isDialogOpen } from "@/components/ui/dialog/top-dialog";
import { lazyPart } from "@/components/ui/lazy-part";
import { onFirstInteraction } from "@/components/ui/on-first-interaction";
import type { Role } from "@/lib/contract/roles";

// Neither is part of a page's first load.
const [Palette, loadPalette] = lazyPart(async () => ({
  default: (await import("@/components/palette/palette")).Palette,
}));
const ShortcutHelp = lazy(() =>
  import("@/components/palette/shortcut-help").then((module) => ({ default: module.ShortcutHelp })),
);

/** How long after "g" the second key still counts, in milliseconds. */
const CHORD_MS = 1_500;

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));

/** The main part of a list, as it has the focus after a key has led there, and the list's search field. */
const ABOVE_ROWS = "main:has([type=search]), main [type=search]";

/** Focuses or presses the first control that matches and can be seen. */
function reach(selector: string, use: (control: HTMLElement) => void): void {
  const control = [...document.querySelectorAll<HTMLElement>(selector)].find((each) => each.checkVisibility());
  if (control) use(control);
}

type ShortcutsProps = {
  entries: readonly ShellEntry[];
  role: Role;
  onSignOut: () => void;
  children: (openPalette: () => void) => ReactNode;
};

/**
 * The keys that work on every page: Ctrl or ⌘ with K, "/" to search, "c" to create, "g"
 * and a letter to go somewhere, "?" for all of them, and from above a list ↓ to its
 * first row, where `walkRows` goes on. None but ↓ works while somebody types, or in a dialog.
 */
export function Shortcuts({ entries, role, onSignOut, children }: ShortcutsProps) {
  const router = useRouter();
  const [open, setOpen] = useState<"palette" | "help" | null>(null);
  const goingSince = useRef(0);

  // So that no key is lost that somebody types at once.
  useEffect(() => onFirstInteraction(() => void loadPalette().catch(() => undefined)), []);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const { key, ctrlKey, metaKey, altKey, target } = event;
      if (event.defaultPrevented || event.isComposing || event.repeat || isDialogOpen()) return;
      const isDown = key === "ArrowDown" && target instanceof Element && target.matches(ABOVE_ROWS);
      const isPalette = (ctrlKey || metaKey) && !altKey && key.toLowerCase() === "k";
      if (!isPalette && (ctrlKey || metaKey || altKey || (isTyping(target) && !isDown))) return;
      const isGoing = Date.now() - goingSince.current < CHORD_MS;
      goingSince.current = 0;
      const entry = entries.find((each) => each.key === key);
      if (isPalette) {
        holdKeys();
        setOpen("palette");
      } else if (isGoing && entry) router.push(entry.href);
      else if (key === "g") goingSince.current = Date.now();
      else if (key === "/") reach("main input[type=search]", (field) => field.focus());
      else if (key === "c")
        reach("main [data-begins=create]", (button) => {
          holdKeys();
          button.click();
        });
      else if (isDown) reach("main tbody th a", (link) => link.focus());
      else if (key === "?") setOpen("help");
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [entries, router]);

  return (
    <>
      {children(() => setOpen("palette"))}
      <Suspense>
        {open === "palette" && (
          <Palette
            entries={entries}
            role={role}
            onHelp={() => setOpen("help")}
            onSignOut={onSignOut}
            onClose={() => setOpen(null)}
          />
        )}
        {open === "help" && <ShortcutHelp entries={entries} onClose={() => setOpen(null)} />}
      </Suspense>
    </>
  );
}
