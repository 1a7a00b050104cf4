import { holdKeys } from "@/components/palette/hold-keys";
import { isDialogOpen } from "@/components/ui/dialog/top-dialog";

/** What a page can begin. Its button there says so in `data-begins`. */
export type Beginning = "create" | "rotate" | "leak";

/** Milliseconds. A page without such a button by then has none for this member. */
const LONGEST = 10_000;

/** The buttons of this page that begin something and can be seen. */
export const findBeginnings = (): HTMLElement[] =>
  [...document.querySelectorAll<HTMLElement>("main [data-begins]")].filter((button) => button.checkVisibility());

let stop = () => {};

/**
 * Presses the button of a page that begins something, as soon as the page shows it. The address has no part in it, so no
 * link can open a dialog. A press elsewhere or Escape calls it off.
 */
export function pressWhenShown(path: string, what: Beginning): void {
  stop();
  const press = () => {
    const button = findBeginnings().find(({ dataset }) => dataset["begins"] === what);
    if (location.pathname !== path || !button || isDialogOpen()) return;
    stop();
    button.click();
  };
  const waiting = new AbortController();
  const observer = new MutationObserver(press);
  const timer = setTimeout(() => stop(), LONGEST);
  stop = () => {
    waiting.abort();
    observer.disconnect();
    clearTimeout(timer);
  };
  const { signal } = waiting;
  document.addEventListener("pointerdown", () => stop(), { capture: true, signal });
  document.addEventListener("keydown", ({ key }) => key === "Escape" && stop(), { capture: true, signal });
  observer.observe(document.body, { childList: true, subtree: true });
  // Only this dialog begins with a text field that is empty.
  if (what === "create") holdKeys();
  // The page may be there already, behind the palette.
  setTimeout(press);
}
