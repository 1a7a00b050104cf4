/** What the response to any request says about the session: it has ended, or a fresh sign-in is needed. */
export type SessionSignal = "ended" | "reauthenticate";

const listeners = new Set<(signal: SessionSignal) => void>();

/** Calls `listener` for each signal. @returns a function that ends that */
export function onSessionSignal(listener: (signal: SessionSignal) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function signalSession(signal: SessionSignal): void {
  for (const listener of listeners) listener(signal);
}
