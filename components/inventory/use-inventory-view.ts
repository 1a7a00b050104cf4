"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useMemo, useState } from "react";
import { viewOf, viewString } from "@/lib/browser/inventory";
import type { InventoryView } from "@/lib/contract/inventory";

/** The page's own address. */
export const INVENTORY_PATH = "/clients";

/**
 * The view of the inventory, which is its address: Back returns to the view before, and a copied link shows the same.
 * While a client's panel is open the address is the client's, and the view stays as it was.
 */
export function useInventoryView() {
  const pathname = usePathname();
  const params = useSearchParams();
  const here = pathname === INVENTORY_PATH ? params.toString() : null;
  const [query, setQuery] = useState(here ?? "");
  if (here !== null && here !== query) setQuery(here);
  const view = useMemo(() => viewOf(query), [query]);

  /** Shows another view: as a new entry of the browser's history, or in place of this one, as while somebody types. */
  const show = (next: InventoryView, entry: "push" | "replace" = "push") => {
    const text = viewString(next);
    const address = text === "" ? INVENTORY_PATH : `${INVENTORY_PATH}?${text}`;
    if (entry === "push") window.history.pushState(null, "", address);
    else window.history.replaceState(null, "", address);
  };
  return { view, show };
}
