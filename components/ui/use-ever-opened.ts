"use client";

import { useState } from "react";

/**
 * True from the first time `open` was: a dialog's code is fetched when it is first wanted, so that no page pays for
 * dialogs before one opens; after that it stays mounted, so that closing can hand back the focus.
 */
export function useEverOpened(open: boolean): boolean {
  const [ever, setEver] = useState(open);
  if (open && !ever) setEver(true);
  return ever;
}
