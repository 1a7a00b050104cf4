"use client";

import type { ShellEntry } from "@/components/shell/main-nav";
import { Button } from "@/components/ui/button/button";
import { Dialog } from "@/components/ui/dialog/dialog";

const FIXED = [
  { keys: ["Ctrl K", "⌘ K"], does: "Go to a cluster, client, person or page, or start an action" },
  { keys: ["/"], does: "Search this list" },
  { keys: ["c"], does: "Create a client (on a cluster's API tab)" },
  { keys: ["↑ ↓"], does: "Move between the rows of a list, also from its search field" },
];

/** All shortcuts, in one list. */
export function ShortcutHelp({ entries, onClose }: { entries: readonly ShellEntry[]; onClose: () => void }) {
  const going = entries.flatMap(({ key, label }) => (key ? [{ keys: [`g ${key}`], does: `Go to ${label}` }] : []));
  return (
    <Dialog
      open
      size="sm"
      title="Keyboard shortcuts"
      onCloseRequest={onClose}
      footer={<Button onClick={onClose}>Close</Button>}
    >
      <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-4 gap-y-2">
        {[...FIXED, ...going, { keys: ["?"], does: "Show this list" }].map(({ keys, does }) => (
          <div key={does} className="contents">
            <dt className="flex gap-1.5">
              {keys.map((key) => (
                <kbd key={key} className="rounded-sm border border-line-strong bg-sunken px-1.5 font-mono text-sm">
                  {key}
                </kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
