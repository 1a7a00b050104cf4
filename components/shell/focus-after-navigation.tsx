"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useEffect, useRef } from "react";

/** How many pages remember which of their links was followed. */
const REMEMBERED = 50;

const addressOf = ({ pathname, search }: Location | HTMLAnchorElement) => pathname + search;

/** A link to another page, in a way that finds it again when its page has been rendered anew. */
type Followed = { leadsTo: string; selector: string };

function followedBy(link: HTMLAnchorElement): Followed {
  const href = CSS.escape(link.getAttribute("href") ?? "");
  return { leadsTo: addressOf(link), selector: `${link.closest("main") ? "main" : "nav"} a[href="${href}"]` };
}

/**
 * Keeps the focus when another page is shown. Next leaves it where it was, so it is lost with the link that was followed.
 * A new page's main part gets it, and after Back the link that was followed there. What the person or the page has focused
 * by then keeps it, as does a link of the page that is still there, such as a tab. The page never scrolls for this.
 */
export function FocusAfterNavigation() {
  const address = `${usePathname()}?${useSearchParams()}`;
  const shown = useRef("");
  const pressed = useRef<Element | null>(null);
  const followed = useRef(new Map<string, Followed>());

  useEffect(() => {
    shown.current = addressOf(location);
    const follow = ({ target, ctrlKey, metaKey, shiftKey }: MouseEvent) => {
      const link = target instanceof Element ? target.closest("a") : null;
      if (link?.target !== "" || ctrlKey || metaKey || shiftKey || addressOf(link) === shown.current) return;
      pressed.current = link;
      const known = followed.current;
      known.delete(shown.current);
      known.set(shown.current, followedBy(link));
      const [oldest] = known.keys();
      if (known.size > REMEMBERED && oldest !== undefined) known.delete(oldest);
    };
    // Before the link acts.
    document.addEventListener("click", follow, true);
    return () => document.removeEventListener("click", follow, true);
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: it acts when the address has changed.
  useEffect(() => {
    const [left, here, link] = [shown.current, addressOf(location), pressed.current];
    if (left === here) return;
    shown.current = here;
    pressed.current = null;
    const main = document.querySelector("main");
    const { activeElement } = document;
    const isFree = activeElement === document.body || activeElement === main;
    if (!main || !(isFree || (activeElement === link && !main.contains(link)))) return;
    main.focus({ preventScroll: true });
    // Next has handled `popstate` when other listeners hear of it, so Back is known by where it leads.
    const back = followed.current.get(here);
    if (link || back?.leadsTo !== left) return;
    const observer = new MutationObserver(() => returnTo(back));
    const returnTo = ({ selector }: Followed) => {
      const links = [...document.querySelectorAll<HTMLElement>(selector)];
      if (document.activeElement === main) links.find((each) => each.checkVisibility())?.focus({ preventScroll: true });
      if (document.activeElement !== main) observer.disconnect();
    };
    // Its list may still load.
    observer.observe(main, { childList: true, subtree: true });
    returnTo(back);
    return () => observer.disconnect();
  }, [address]);
  return null;
}
