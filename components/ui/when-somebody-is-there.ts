/** What a person does first. */
const SIGNS = ["pointermove", "pointerdown", "keydown", "focusin"] as const;
const CAPTURE = { capture: true };
/** Milliseconds. The page runs by then, on a slow phone too. */
const LATEST = 3_000;

/**
 * Runs something once at the first sign of a person, or three seconds later: a page that loads has better things to do.
 * At once if somebody came here from another page, and so has given that sign.
 * @returns a function that calls it off
 */
export function whenSomebodyIsThere(run: () => void): () => void {
  const runOnce = () => {
    stop();
    run();
  };
  const timer = setTimeout(runOnce, navigator.userActivation.hasBeenActive ? 0 : LATEST);
  for (const sign of SIGNS) document.addEventListener(sign, runOnce, CAPTURE);
  const stop = () => {
    clearTimeout(timer);
    for (const sign of SIGNS) document.removeEventListener(sign, runOnce, CAPTURE);
  };
  return stop;
}
