"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Bookmark, Columns3, KeyRound, ListChecks, Pencil } from "lucide-react";
import { usePathname } from "next/navigation";
import { type MouseEvent, Suspense, useMemo, useRef, useState } from "react";
import { ExportMenu } from "@/components/exports/export-menu";
import { areTooWide, columnsOf, tableColumns } from "@/components/inventory/columns";
import { FilterChips } from "@/components/inventory/filter-chips";
import { ClientPanel, ColumnsDialog, ViewsDialog } from "@/components/inventory/lazy-parts";
import { SnapshotAge } from "@/components/inventory/snapshot-age";
import { useInventoryView } from "@/components/inventory/use-inventory-view";
import type { Edited } from "@/components/metadata/edit-clients-dialog";
import { EditedBanner } from "@/components/metadata/edited-banner";
import { ConfirmReviews, EditClientsDialog } from "@/components/metadata/lazy-parts";
import { countText } from "@/components/states/count-text";
import { LoadFailure } from "@/components/states/load-failure";
import { Waiting } from "@/components/states/waiting";
import { Button } from "@/components/ui/button/button";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { SearchField } from "@/components/ui/field/search-field";
import { DataTable } from "@/components/ui/table/data-table";
import type { Column } from "@/components/ui/table/data-table-column";
import { LoadMore } from "@/components/ui/table/load-more";
import { TextLink } from "@/components/ui/text/text-link";
import { inventoryQuery } from "@/lib/browser/inventory";
import type { InventoryRow, InventoryView } from "@/lib/contract/inventory";
import { MOST_CHANGED } from "@/lib/contract/inventory-filters";
import { INVENTORY_SORTS } from "@/lib/contract/sorts";

/** How long typing must pause before the server searches, in milliseconds. */
const PAUSE_MS = 250;

const addressOf = ({ clusterId, clientId }: InventoryRow) =>
  `/clusters/${clusterId}/clients/${encodeURIComponent(clientId)}`;

/** The client of an address such as `addressOf` makes. Null for other addresses. */
function clientAt(pathname: string): { clusterId: string; clientId: string } | null {
  const [, clusterId, clientId] = /^\/clusters\/([^/]+)\/clients\/([^/]+)$/.exec(pathname) ?? [];
  return clusterId && clientId ? { clusterId, clientId: decodeURIComponent(clientId) } : null;
}

/** Opens a client beside the list. A press that asks for a new tab or window stays the browser's. */
function openBeside(event: MouseEvent<HTMLAnchorElement>) {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  window.history.pushState(null, "", event.currentTarget.href);
}

function Name({ client }: { client: InventoryRow }) {
  return (
    <span className="flex min-w-0 flex-col">
      {/* Not Next's Link, which would load the page of each client in view. */}
      <a
        href={addressOf(client)}
        onClick={openBeside}
        className="font-medium wrap-anywhere underline-offset-4 hover:text-accent hover:underline"
      >
        {client.name}
      </a>
      {client.purpose && <span className="line-clamp-2 text-sm text-text-muted">{client.purpose}</span>}
    </span>
  );
}

function selectColumn(
  selected: ReadonlySet<string>,
  onSelect: (selected: ReadonlySet<string>) => void,
): Column<InventoryRow> {
  return {
    id: "select",
    header: "Select",
    headerHidden: true,
    corner: true,
    width: "w-10",
    cell: ({ id, name }) => (
      // The label makes it as large as a finger, without moving what is around.
      <label className="-m-3.5 inline-flex p-3.5 align-middle">
        <input
          type="checkbox"
          aria-label={`Select ${name}`}
          checked={selected.has(id)}
          onChange={({ target }) =>
            onSelect(new Set(target.checked ? [...selected, id] : [...selected].filter((other) => other !== id)))
          }
          className="size-4 accent-accent"
        />
      </label>
    ),
  };
}

/** The inventory: the clients of all clusters, with a search, filters, order and columns that are part of the address. */
export function InventoryList() {
  const { view, show } = useInventoryView();
  const client = clientAt(usePathname());
  const { data, error, isFetching, isPlaceholderData, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useInfiniteQuery({ ...inventoryQuery(view), placeholderData: keepPreviousData });
  const [open, setOpen] = useState<"columns" | "views" | null>(null);
  // Has a state of its own: an edit that the server refuses comes back, whatever has been opened since.
  const [isEditing, setEditing] = useState(false);
  /** The IDs of the rows that are ticked. Null while none can be. */
  const [selected, setSelected] = useState<ReadonlySet<string> | null>(null);
  const [edited, setEdited] = useState<Edited | null>(null);

  const [typed, setTyped] = useState(view.search ?? "");
  const [shownSearch, setShownSearch] = useState(view.search);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // A search from elsewhere, such as Back or a saved view, replaces what was typed.
  if (view.search !== shownSearch) {
    setShownSearch(view.search);
    if ((view.search ?? "") !== typed.trim()) setTyped(view.search ?? "");
  }
  const change = (next: InventoryView) => {
    clearTimeout(timer.current);
    show(next);
  };
  const type = (text: string) => {
    setTyped(text);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      const { search: _, ...rest } = view;
      const search = text.trim();
      // Typing on is one step for Back.
      show(search === "" ? rest : { search, ...rest }, view.search === undefined ? "push" : "replace");
    }, PAUSE_MS);
  };

  const isGone = view.state === "gone";
  const chosen = columnsOf(view.columns);
  const { columns: _columns, ...query } = view;
  const columns = useMemo(() => {
    const shown = tableColumns(columnsOf(view.columns), (row) => <Name client={row} />, !isGone);
    return selected ? [selectColumn(selected, setSelected), ...shown] : shown;
  }, [view.columns, isGone, selected]);
  const [page] = data?.pages ?? [];
  const clients = data?.pages.flatMap((each) => each.clients) ?? [];
  const chosenClients = clients.filter(({ id }) => selected?.has(id)).slice(0, MOST_CHANGED);
  const isFiltered = Object.keys(view).some((name) => !["sort", "direction", "columns"].includes(name));
  const isEmpty = page && clients.length === 0 && !isFiltered;
  return (
    <div className="flex flex-col gap-4">
      {error && <LoadFailure error={error} retrying={isFetching} onRetry={() => void refetch()} />}
      {isEmpty && (
        <EmptyState icon={<KeyRound />} title="No clients yet">
          Latchkey has found no client in the clusters that you have access to. Open a cluster's{" "}
          <TextLink href="/clusters" look="inline">
            API tab
          </TextLink>{" "}
          to load its clients from Camunda.
        </EmptyState>
      )}
      {!isEmpty && (
        <>
          <div className="flex flex-wrap items-center justify-between gap-3">
            <SearchField label="Search clients" value={typed} onChange={type} className="grow sm:max-w-96" />
            <div className="flex flex-wrap items-center gap-2">
              <Button aria-haspopup="dialog" onClick={() => setOpen("views")}>
                <Bookmark />
                Views
              </Button>
              <Button aria-haspopup="dialog" onClick={() => setOpen("columns")}>
                <Columns3 />
                Columns
              </Button>
              {page?.mayEdit && !isGone && (
                <Button aria-pressed={selected !== null} onClick={() => setSelected(selected ? null : new Set())}>
                  <ListChecks />
                  Select
                </Button>
              )}
              <ExportMenu address="/api/clients/export" exported="clients" filter={query} />
            </div>
          </div>
          <FilterChips view={view} names={page?.names} onChange={change} />
          {selected && (
            <div className="flex flex-wrap items-center gap-3">
              <p aria-live="polite">
                {selected.size} selected{selected.size > MOST_CHANGED && `; the first ${MOST_CHANGED} can be edited`}
              </p>
              <Button
                aria-haspopup="dialog"
                aria-disabled={chosenClients.length === 0 || undefined}
                onClick={() => chosenClients.length > 0 && setEditing(true)}
              >
                <Pencil />
                Edit selected
              </Button>
              <Suspense>
                <ConfirmReviews
                  clients={chosenClients}
                  onDone={(done) => {
                    setSelected(null);
                    setEdited(done);
                  }}
                />
              </Suspense>
            </div>
          )}
          <EditedBanner edited={edited} />
          {page && <SnapshotAge page={page} isFiltered={isFiltered} />}
          {!page && !error && <Waiting source="database" label="Loading clients" columns={6} />}
          {page && (
            <div aria-busy={isPlaceholderData}>
              <DataTable
                label="Clients"
                rows={clients}
                columns={columns}
                wide
                // Some of the other columns say nothing without their labels.
                lines={view.columns === undefined}
                scrolls={areTooWide(chosen)}
                rowKey={({ id }) => id}
                sort={isGone ? null : { column: view.sort ?? "name", direction: view.direction ?? "ascending" }}
                onSort={
                  isGone
                    ? undefined
                    : ({ column, direction }) => {
                        const sort = INVENTORY_SORTS.find((name) => name === column);
                        if (sort) change({ ...view, sort, direction });
                      }
                }
                empty={
                  <EmptyState icon={<KeyRound />} title="No matching clients">
                    No client matches your search and your filters.
                  </EmptyState>
                }
              />
            </div>
          )}
          {data && (hasNextPage || data.pages.length > 1) && (
            <LoadMore
              hasMore={hasNextPage}
              pending={isFetchingNextPage}
              label={`Show more clients (${clients.length} of ${page?.found ? countText(page.found) : ""})`}
              doneLabel="No more clients"
              onLoadMore={() => void fetchNextPage()}
            />
          )}
        </>
      )}
      <Suspense>
        {open === "columns" && (
          <ColumnsDialog
            columns={view.columns}
            onChange={(next) => {
              const { columns: _, ...rest } = view;
              show(next === undefined ? rest : { ...rest, columns: next }, "replace");
            }}
            onClose={() => setOpen(null)}
          />
        )}
        {open === "views" && (
          <ViewsDialog
            view={view}
            onShow={(next) => {
              setOpen(null);
              change(next);
            }}
            onClose={() => setOpen(null)}
          />
        )}
        {isEditing && (
          <EditClientsDialog
            clients={chosenClients}
            onDone={(done) => {
              setEditing(false);
              setSelected(null);
              setEdited(done);
            }}
            onClose={() => setEditing(false)}
          />
        )}
        {client && <ClientPanel key={`${client.clusterId}/${client.clientId}`} {...client} />}
      </Suspense>
    </div>
  );
}
