/** What the response to any request says about the session: it has ended, or a fresh sign-in is needed. */
export type SessionSignal = "ended" | "reauthenticate";

const listeners = new Set<(signal: SessionSignal) => void>();

/** Calls `listener` for each signal. @returns a function that ends that */
export function onSessionSignal(listener: (signal: SessionSignal) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** How long a form takes to be back at most, in milliseconds. */
const BACK_MS = 100;

const changes = new Set<Promise<unknown>>();

/** Notes a change whose form is closed until the server responds, and comes back with what was typed if it refuses. */
export function closesForm<T>(change: Promise<T>): Promise<T> {
  changes.add(change);
  const forget = () => setTimeout(() => changes.delete(change), BACK_MS);
  change.then(forget, forget);
  return change;
}

/** Resolves when the forms of changes that are on their way are back, or gone for good. */
export async function formsAreBack(): Promise<void> {
  if (changes.size === 0) return;
  await Promise.allSettled(changes);
  await new Promise((resolve) => setTimeout(resolve, BACK_MS));
}

export function signalSession(signal: SessionSignal): void {
  for (const listener of listeners) listener(signal);
}
