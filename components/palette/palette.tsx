"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type KeyboardEvent, useEffect, useId, useState } from "react";
import { matchPlaces, type Place, recentPlaces, rememberPlace } from "@/components/palette/find-places";
import type { ShellEntry } from "@/components/shell/main-nav";
import { useSettled } from "@/components/states/use-list-view";
import { Dialog } from "@/components/ui/dialog/dialog";
import { CONTROL_CLASS, EXACT_TEXT } from "@/components/ui/field/field";
import { suggestionsQuery } from "@/lib/browser/inventory";
import { queryString } from "@/lib/browser/query-string";
import type { Suggestion, SuggestionQuery } from "@/lib/contract/inventory";

type Found = Extract<SuggestionQuery["of"], "cluster" | "client" | "person">;

const FOUND: Record<Found, { group: Place["group"]; href: (found: Suggestion) => string }> = {
  cluster: { group: "Clusters", href: ({ value }) => `/clusters/${value}/api` },
  client: {
    group: "Clients",
    href: ({ value, cluster }) => `/clusters/${cluster}/clients/${encodeURIComponent(value)}`,
  },
  person: { group: "People", href: ({ value }) => `/audit?${queryString({ person: value })}` },
};

/** What the server finds. Names and IDs are found by any part of them. */
function useFound(of: Found, search: string) {
  const { data, isFetching } = useQuery({ ...suggestionsQuery({ of, search }), enabled: search !== "" });
  const { group, href } = FOUND[of];
  const places = (search === "" ? [] : (data?.suggestions ?? [])).map(
    (found): Place => ({ id: `${of} ${found.value}`, group, label: found.label, note: found.note, href: href(found) }),
  );
  return { places, isFetching };
}

/** The buttons of the page's own actions. */
function pageActions(): Place[] {
  return [...document.querySelectorAll<HTMLElement>("main [data-creates]")]
    .filter((button) => button.checkVisibility())
    .map((button) => ({
      id: "create",
      group: "On this page",
      label: button.textContent ?? "",
      run: () => button.click(),
    }));
}

type PaletteProps = { entries: readonly ShellEntry[]; onClose: () => void };

/**
 * Finds clusters, clients, people, pages and what can be done here: type, choose with the arrow keys, press Enter. A
 * combobox after WAI-ARIA; the focus stays in the field.
 */
export function Palette({ entries, onClose }: PaletteProps) {
  const id = useId();
  const router = useRouter();
  const [typed, setTyped] = useState("");
  const [active, setActive] = useState(0);
  const [start] = useState(() => ({ recent: recentPlaces(), actions: pageActions() }));
  const search = useSettled(typed.trim());
  const found = [useFound("cluster", search), useFound("client", search), useFound("person", search)];
  const pages = entries.map(({ href, label }): Place => ({ id: href, group: "Go to", label, href }));

  const recent = typed.trim() === "" ? start.recent : [];
  const shown = [
    ...recent,
    ...matchPlaces([...start.actions, ...pages], typed),
    ...found.flatMap((each) => each.places),
  ];
  const isBehind = search !== typed.trim() || found.some((each) => each.isFetching);
  const at = Math.min(active, shown.length - 1);
  const current = shown[at];

  useEffect(() => {
    if (current) document.getElementById(`${id}-${current.group}-${current.id}`)?.scrollIntoView({ block: "nearest" });
  }, [id, current]);

  const go = (place: Place) => {
    rememberPlace(place);
    onClose();
    if (place.href) router.push(place.href);
    // After the dialog has closed and returned the focus.
    else setTimeout(() => place.run?.());
  };
  const press = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0 && shown.length > 0) setActive((at + step + shown.length) % shown.length);
    else if (event.key === "Enter" && current) go(current);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog open size="md" title="Go to…" onCloseRequest={onClose}>
      <div className="flex flex-col gap-3">
        <input
          {...EXACT_TEXT}
          type="text"
          role="combobox"
          aria-label="Cluster, client, client ID, person or page"
          aria-expanded={shown.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={current && `${id}-${current.group}-${current.id}`}
          aria-autocomplete="list"
          placeholder="Cluster, client, client ID, person or page"
          value={typed}
          onChange={({ target }) => {
            setTyped(target.value);
            setActive(0);
          }}
          onKeyDown={press}
          className={`${CONTROL_CLASS} h-control`}
        />
        <div
          id={`${id}-list`}
          role="listbox"
          aria-label="Places"
          tabIndex={-1}
          className="flex h-popover flex-col overflow-y-auto"
        >
          {shown.map((place, index) => (
            <div key={`${place.group} ${place.id}`} className="contents">
              {place.group !== shown[index - 1]?.group && (
                <div aria-hidden="true" className="px-2 pt-2 pb-1 text-xs font-medium text-text-faint">
                  {place.group}
                </div>
              )}
              {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys. */}
              {/* biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, which names the active option. */}
              <div
                role="option"
                id={`${id}-${place.group}-${place.id}`}
                aria-selected={index === at}
                onClick={() => go(place)}
                onMouseMove={() => setActive(index)}
                className="flex min-h-control cursor-pointer items-center justify-between gap-3 rounded-sm px-2 py-1 aria-selected:bg-hover"
              >
                <span className="min-w-0 wrap-anywhere">{place.label}</span>
                {place.note && <span className="truncate text-sm text-text-muted">{place.note}</span>}
              </div>
            </div>
          ))}
        </div>
        <p role="status" className="text-sm text-text-muted">
          {isBehind
            ? "Searching…"
            : shown.length === 0
              ? "Nothing matches. Try another part of the name or ID."
              : `${shown.length} to choose from`}
        </p>
      </div>
    </Dialog>
  );
}
