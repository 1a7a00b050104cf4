import { setTimeout as delay } from "node:timers/promises";

/** Where requests are held: those that hang until somebody releases them, those that are only late. */
export class Hangs {
  private readonly closing = new AbortController();
  private readonly held = new Set<() => void>();

  /** Resolves when released; rejects when the simulator closes, so that nothing is committed after that. */
  hold(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.held.add(resolve);
      this.closing.signal.addEventListener("abort", () => reject(new Error("closed")), { once: true });
      if (this.closing.signal.aborted) reject(new Error("closed"));
    });
  }

  /** Waits so many milliseconds; rejects when the simulator closes. */
  async late(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.closing.signal });
  }

  /** Lets everything that hangs go on. Gives how many that were. */
  release(): number {
    const released = [...this.held];
    this.held.clear();
    for (const goOn of released) goOn();
    return released.length;
  }

  close(): void {
    this.held.clear();
    this.closing.abort();
  }
}
