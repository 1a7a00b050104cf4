/** Events of a first interaction. */
const EVENTS = ["pointermove", "pointerdown", "keydown", "focusin"] as const;
const CAPTURE = { capture: true };
/** Milliseconds. By then the page runs, on a slow phone too. */
const LATEST = 3_000;

/**
 * Runs something once on the first interaction, or after three seconds without one: a loading page has better things to
 * do. Runs it soon if the user has interacted already, on the way to this page.
 * @returns a function that calls it off
 */
export function onFirstInteraction(run: () => void): () => void {
  const runOnce = () => {
    stop();
    run();
  };
  const timer = setTimeout(runOnce, navigator.userActivation.hasBeenActive ? 0 : LATEST);
  for (const event of EVENTS) document.addEventListener(event, runOnce, CAPTURE);
  const stop = () => {
    clearTimeout(timer);
    for (const event of EVENTS) document.removeEventListener(event, runOnce, CAPTURE);
  };
  return stop;
}
