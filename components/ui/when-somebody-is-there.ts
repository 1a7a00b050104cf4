/** What a person does first. */
const SIGNS = ["pointermove", "pointerdown", "keydown", "focusin"] as const;
/** Milliseconds. The page runs by then, on a slow phone too. */
const LATEST = 3_000;

/**
 * Runs something once at the first sign of a person, or three seconds later: a page that loads has better things to do.
 * @returns a function that calls it off
 */
export function whenSomebodyIsThere(run: () => void): () => void {
  const runOnce = () => {
    stop();
    run();
  };
  const timer = setTimeout(runOnce, LATEST);
  for (const sign of SIGNS) document.addEventListener(sign, runOnce, true);
  const stop = () => {
    clearTimeout(timer);
    for (const sign of SIGNS) document.removeEventListener(sign, runOnce, true);
  };
  return stop;
}
