"use client";

import { useEffect, useState } from "react";

type DialogWindows = typeof import("@/components/ui/dialog/dialog-windows");

let fetched: DialogWindows | undefined;

/**
 * The code of dialogs, fetched when the first one opens, so that no page pays for it before; undefined until then.
 * Not React.lazy: that holds back what it reveals for 300 ms. A failed fetch goes to the error boundary.
 */
export function useDialogWindows(open: boolean): DialogWindows | undefined {
  const [windows, setWindows] = useState(fetched);
  useEffect(() => {
    if (!open || windows) return;
    import("@/components/ui/dialog/dialog-windows").then(
      (code) => {
        fetched = code;
        setWindows(code);
      },
      (error: unknown) =>
        setWindows(() => {
          throw error;
        }),
    );
  }, [open, windows]);
  return windows;
}
