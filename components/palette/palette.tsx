"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type KeyboardEvent, useEffect, useId, useState } from "react";
import { StageBadge } from "@/components/clusters/stage-badge";
import {
  type Action,
  actionsFor,
  matchPlaces,
  type Place,
  recentPlaces,
  rememberPlace,
} from "@/components/palette/find-places";
import { commandsFor, pagesFor } from "@/components/palette/fixed-places";
import { findBeginnings, pressWhenShown } from "@/components/palette/press-when-shown";
import type { ShellEntry } from "@/components/shell/main-nav";
import { useSettled } from "@/components/states/use-list-view";
import { Dialog } from "@/components/ui/dialog/dialog";
import { CONTROL_CLASS, EXACT_TEXT } from "@/components/ui/field/field";
import { suggestionsQuery } from "@/lib/browser/inventory";
import { queryString } from "@/lib/browser/query-string";
import type { Suggestion, SuggestionQuery } from "@/lib/contract/inventory";
import { nameRank } from "@/lib/contract/name-rank";
import type { Role } from "@/lib/contract/roles";

type Found = Extract<SuggestionQuery["of"], "cluster" | "client" | "person">;

const FOUND: Record<Found, { group: Place["group"]; href: (found: Suggestion) => string }> = {
  cluster: { group: "Clusters", href: ({ value }) => `/clusters/${value}/api` },
  client: {
    group: "Clients",
    href: ({ value, cluster }) => `/clusters/${cluster}/clients/${encodeURIComponent(value)}`,
  },
  person: { group: "People", href: ({ value }) => `/audit?${queryString({ person: value })}` },
};

/**
 * What the server finds. Names and IDs are found by any part of them. For an action: those on which the member may begin it,
 * the first few before anything is typed.
 */
function useFound(of: Found, search: string, action: Action | null) {
  const enabled = action ? action.of === of : search !== "";
  const query = { of, ...(search && { search }), ...(action && { right: action.right }) };
  const { data, isFetching } = useQuery({ ...suggestionsQuery(query), enabled });
  const { group, href } = FOUND[of];
  const places = (enabled ? (data?.suggestions ?? []) : []).map((found): Place => {
    const { value, label, note, stage } = found;
    return { id: `${of} ${value}`, group, label, note, stage, href: href(found) };
  });
  return { places, isFetching };
}

/** What can be begun on this page. */
const pageActions = (): Place[] =>
  findBeginnings().map((button) => ({
    id: `here ${button.dataset["begins"]}`,
    group: "On this page",
    label: button.textContent ?? "",
    run: () => button.click(),
  }));

type PaletteProps = {
  entries: readonly ShellEntry[];
  /** The strongest role that the member holds anywhere. */
  role: Role;
  onHelp: () => void;
  onSignOut: () => void;
  onClose: () => void;
};

const ASKS = "Cluster, client, client ID, person, page or action";

/**
 * Finds clusters, clients, people, pages and what can be done here: type, choose with the arrow keys, press Enter. A
 * combobox after WAI-ARIA; the focus stays in the field.
 */
export function Palette({ entries, role, onHelp, onSignOut, onClose }: PaletteProps) {
  const id = useId();
  const router = useRouter();
  const [typed, setTyped] = useState("");
  const [active, setActive] = useState(0);
  const [action, setAction] = useState<Action | null>(null);
  const [start] = useState(() => ({ recent: recentPlaces(), actions: pageActions() }));
  const settled = useSettled(typed.trim());
  // What was typed before the field was emptied counts no more.
  const search = typed.trim() === "" ? "" : settled;
  const clusters = useFound("cluster", search, action);
  const clients = useFound("client", search, action);
  const people = useFound("person", search, action);
  const found = [clusters, clients, people];
  const pages = entries.map(({ href, label }): Place => ({ id: href, group: "Go to", label, href }));

  // In the order of their groups, each with its best matches first.
  const own = [
    start.actions,
    // Those below the sections would push the actions out of sight.
    [...pages, ...(typed.trim() === "" ? [] : pagesFor(role))],
    [...actionsFor(role), ...commandsFor(onHelp, onSignOut)],
  ].flatMap((group) => matchPlaces(group, typed));
  const isNamed = ({ label }: Place) => nameRank(label, typed) > 0;
  const shown = [
    ...(action || typed.trim() !== "" ? [] : start.recent),
    ...(action ? [] : own.filter(isNamed)),
    ...found.flatMap((each) => each.places),
    // What has no more than the letters never stands before what the server has found by its name.
    ...(action ? [] : own.filter((place) => !isNamed(place))),
  ];
  const isBehind = search !== typed.trim() || found.some((each) => each.isFetching);
  const at = Math.min(active, shown.length - 1);
  const current = shown[at];

  useEffect(() => {
    if (current) document.getElementById(`${id}-${current.group}-${current.id}`)?.scrollIntoView({ block: "nearest" });
  }, [id, current]);

  const show = (next: Action | null) => {
    setAction(next);
    setTyped("");
    setActive(0);
  };
  const go = (place: Place) => {
    if (place.action) return show(place.action);
    rememberPlace(place);
    onClose();
    if (!place.href) {
      // After the dialog has closed and returned the focus.
      setTimeout(() => place.run?.());
      return;
    }
    if (action) pressWhenShown(place.href, action.id);
    router.push(place.href);
  };
  const press = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0 && shown.length > 0) setActive((at + step + shown.length) % shown.length);
    else if (event.key === "Enter" && current) go(current);
    else if (event.key === "Backspace" && typed === "" && action) show(null);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog open size="md" title={action?.label ?? "Go to…"} onCloseRequest={onClose}>
      <div className="flex flex-col gap-3">
        <input
          {...EXACT_TEXT}
          type="text"
          role="combobox"
          aria-label={action?.asks ?? ASKS}
          aria-expanded={shown.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={current && `${id}-${current.group}-${current.id}`}
          aria-autocomplete="list"
          placeholder={action?.asks ?? ASKS}
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
          aria-label="Results"
          tabIndex={-1}
          className="flex h-96 flex-col overflow-y-auto"
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
                <span className="max-w-3/5 shrink-0 wrap-anywhere">{place.label}</span>
                <span className="flex min-w-0 items-center gap-2">
                  {place.note && <span className="truncate text-sm text-text-muted">{place.note}</span>}
                  {place.stage && <StageBadge stage={place.stage} />}
                </span>
              </div>
            </div>
          ))}
        </div>
        <p role="status" className="text-sm text-text-muted">
          {isBehind
            ? "Searching…"
            : shown.length === 0
              ? "Nothing matches. Try another part of the name or ID."
              : action && search === ""
                ? "Type to find others."
                : shown.length === 1
                  ? "1 result"
                  : `${shown.length} results`}
        </p>
      </div>
    </Dialog>
  );
}
