import type { Beginning } from "@/components/palette/press-when-shown";
import type { SuggestionQuery } from "@/lib/contract/inventory";
import { nameRank } from "@/lib/contract/name-rank";
import { may, type Right } from "@/lib/contract/rights";
import type { Role } from "@/lib/contract/roles";
import type { Stage } from "@/lib/contract/stages";

/** Somewhere to go, or something to do. */
export type Place = {
  id: string;
  group: "Recent" | "Go to" | "On this page" | "Actions" | "Clusters" | "Clients" | "People";
  label: string;
  /** Tells those with the same label apart. */
  note?: string | null | undefined;
  /** Of a cluster. */
  stage?: Stage | null | undefined;
  /** Where it leads. Without it, `run` does it, or `action` asks on. */
  href?: string;
  run?: () => void;
  action?: Action;
};

/** Something to do that begins with the choice of a cluster or a client. Its button is on that page. */
export type Action = {
  id: Beginning;
  label: string;
  right: Extract<Right, SuggestionQuery["right"]>;
  of: "cluster" | "client";
  /** The question, in place of the palette's own. */
  asks: string;
};

const ACTIONS: readonly Action[] = [
  {
    id: "create",
    label: "Create a client…",
    right: "clients.create",
    of: "cluster",
    asks: "Which cluster is the client for?",
  },
  {
    id: "rotate",
    label: "Rotate a client…",
    right: "clients.rotate",
    of: "client",
    asks: "Which client? Type its name or ID",
  },
  {
    id: "leak",
    label: "Report a leaked secret…",
    right: "clients.rotate",
    of: "client",
    asks: "Whose secret has leaked? Type the client's name or ID",
  },
];

/** What a member with this role may begin, on some cluster at least. */
export const actionsFor = (role: Role): Place[] =>
  ACTIONS.filter(({ right }) => may(role, right, { isOwn: true })).map((action) => ({
    id: action.id,
    group: "Actions",
    label: action.label,
    action,
  }));

/**
 * How well a text matches what was typed, letter by letter and in order: 0 for not at all, more for letters that stand
 * together and at the start of words, and most for whole words.
 */
export function fuzzyScore(text: string, typed: string): number {
  const [hay, needle] = [text.toLowerCase(), typed.toLowerCase().replaceAll(/\s+/g, "")];
  let score = 1;
  let at = -1;
  for (const letter of needle) {
    const found = hay.indexOf(letter, at + 1);
    if (found < 0) return 0;
    const startsWord = found === 0 || !/[\p{L}\p{N}]/u.test(hay[found - 1] ?? "");
    score += found === at + 1 ? 3 : startsWord ? 2 : 0;
    at = found;
  }
  return score + 100 * nameRank(text, typed);
}

/** Those that match, the best first; as they are while nothing is typed. */
export function matchPlaces(places: readonly Place[], typed: string): Place[] {
  if (typed.trim() === "") return [...places];
  return places
    .map((place) => ({ place, score: fuzzyScore(place.label, typed) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .map(({ place }) => place);
}

const MOST = 6;

/** In memory alone: a storage of the tab would show the next person names of clusters that they may not know of. */
let recent: readonly Place[] = [];

/** Where this page went by the palette since it was loaded, the latest first. A sign-in loads it again. */
export const recentPlaces = (): readonly Place[] => recent;

/** Remembers where somebody went. */
export function rememberPlace({ id, label, note, stage, href }: Place): void {
  if (!href) return;
  const others = recent.filter((place) => place.id !== id);
  recent = [{ id, group: "Recent" as const, label, note, stage, href }, ...others].slice(0, MOST);
}
