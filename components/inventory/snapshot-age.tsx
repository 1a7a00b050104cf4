"use client";

import { countText } from "@/components/states/count-text";
import { Ago } from "@/components/ui/time/ago";
import type { InventoryPage } from "@/lib/contract/inventory";

/** How many clients there are, and how old the stored lists are that the page is made of. */
export function SnapshotAge({ page, isFiltered }: { page: InventoryPage; isFiltered: boolean }) {
  const { total, found, asOf } = page;
  const all = countText({ count: total, isCapped: false });
  const clusters = (count: number) => (count === 1 ? "1 cluster" : `${countText({ count, isCapped: false })} clusters`);
  return (
    <p className="text-sm text-text-muted">
      <span role="status">
        {isFiltered && found ? `${countText(found)} of ${all} clients` : total === 1 ? "1 client" : `${all} clients`}
      </span>
      {asOf.oldest && (
        <>
          {" · oldest data: "}
          <Ago at={asOf.oldest} />
        </>
      )}
      {asOf.unlisted > 0 && ` · ${clusters(asOf.unlisted)} not synced yet`}
      {asOf.failed > 0 && ` · last sync failed for ${clusters(asOf.failed)}`}
    </p>
  );
}
